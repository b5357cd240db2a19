"""Pictures, tables and numbers with their rows; running notebooks and rendering reports."""

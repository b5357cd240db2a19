"""Methods: each says what it describes or estimates, and refuses what its assumptions forbid."""

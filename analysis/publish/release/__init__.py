"""A release for the record: what is in it, what describes it, how it is packed, how it is checked."""

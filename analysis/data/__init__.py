"""From transcribed rows to tables one can ask: raw and hand are read here, and only here processed is written."""

"""Tables over claims too many for memory: asked of files with SQL, equal to what the small functions give."""

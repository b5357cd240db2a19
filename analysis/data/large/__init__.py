"""Claims too many for memory: the same rules as SQL over files, with what they give equal to the small path's."""

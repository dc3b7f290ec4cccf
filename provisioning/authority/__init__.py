"""The hall's own authority: whom its broker lets in."""

"""Everything that a visitor touches."""

"""Everything that the hall looks at."""

"""How a new version comes to every box of a hall: one on trial, then the rest, and never while anybody waits."""

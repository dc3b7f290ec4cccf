"""The sign above one window: the number that is called or served there, and where to go."""

"""Palette, type and the window that waits instead of ticking: shared by every screen."""

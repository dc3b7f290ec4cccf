"""Buttons and lamps on an operator's desk, for whoever calls without a screen."""

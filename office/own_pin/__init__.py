"""Everybody's own PIN, changed by themselves."""

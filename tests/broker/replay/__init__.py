"""Replays of whole days."""

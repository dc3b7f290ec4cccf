"""The hall's state put away, and a box that goes on from it."""

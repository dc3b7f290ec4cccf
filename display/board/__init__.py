"""The TV board: who is called, to which window, and how many wait."""

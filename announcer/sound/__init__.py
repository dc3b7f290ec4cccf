"""Samples: reading and writing them, how loud they are, making them fit for a hall, the gong, the players."""

"""A sign that is a module of lamps: four squares of 8 x 8, a letter on each."""

"""A new box takes the place of the first machine, in one action, where its standby decides."""

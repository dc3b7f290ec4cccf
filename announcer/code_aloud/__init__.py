"""The code of a box without a role, spoken sign by sign: for a box that has neither screen nor printer."""

"""The light of a screen: on while somebody may look at it, off when nobody will, and what was seen to come of it."""

"""Boxes that ask to come into the hall, and who is in: a technician answers from the page."""

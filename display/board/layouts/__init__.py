"""Layouts of boards as data: what stands where on the screen, how far its readers are, in which colours and languages."""

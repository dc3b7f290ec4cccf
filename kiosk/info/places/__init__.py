"""The map of the hall as data: floors, walls, windows, what else there is, and the ways between them."""

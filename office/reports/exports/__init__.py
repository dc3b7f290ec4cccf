"""A report as a file. The same table gives the same bytes, whoever makes it and whenever."""

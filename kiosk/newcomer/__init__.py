"""A box that has no role yet: its code in large letters, printed, or spoken, until a technician lets it in."""

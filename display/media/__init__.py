"""Pictures and videos from a playlist: which one stands there, how it is drawn, and what becomes of those that cannot be."""

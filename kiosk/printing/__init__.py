"""Paper of any kind: where each word stands (layout), the picture, and the printer."""

"""The ticket on paper: what it says (slip), where each word stands (layout), the picture, and the printer."""

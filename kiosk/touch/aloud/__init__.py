"""The screen for whoever does not see it: what it says is spoken to a headset, and walked through with five keys."""

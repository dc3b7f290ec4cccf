"""What the touch screens share: the full-screen app, idle reset, phrases, big parts."""

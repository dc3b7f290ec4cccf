"""How every screen of the hall looks: letters, colours, a label that fits, a window that waits."""

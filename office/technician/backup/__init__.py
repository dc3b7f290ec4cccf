"""How the hall's backup stands, another backup word, and what to do when the queue-master's box is dead."""

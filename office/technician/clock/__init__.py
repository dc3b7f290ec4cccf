"""The clock of the queue-master's machine: who keeps it, how far it is from the telephone in hand, and setting it."""

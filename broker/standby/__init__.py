"""A second box that has everything the queue-master has, and what becomes of the hall when one of them dies."""

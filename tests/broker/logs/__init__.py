"""What of an appliance's log leaves it."""

"""What a manager sees: the hall against its limits, what became of all visits, and reports of one's own."""

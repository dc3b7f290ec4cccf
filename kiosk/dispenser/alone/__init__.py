"""The dispenser without the hall: numbers that were leased before, hours as they were last heard, slips to merge."""

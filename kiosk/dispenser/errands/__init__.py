"""What visitors come to a dispenser for beside a ticket: to check in a booking, to ask where they stand, or for a document."""

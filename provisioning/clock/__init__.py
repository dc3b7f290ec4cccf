"""The clock of a machine that nobody keeps, set by a person on the technician's page."""

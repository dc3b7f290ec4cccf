"""Acceptance sheets of all appliances, kept with the hall: asked for, judged, read and printed on the technician's page."""

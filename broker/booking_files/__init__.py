"""Bookings as files: taken in from another system, given out to one; CSV and iCalendar."""

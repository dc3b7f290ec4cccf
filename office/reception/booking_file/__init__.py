"""Bookings that another system has made: a file of them is looked at in the browser first, then booked."""

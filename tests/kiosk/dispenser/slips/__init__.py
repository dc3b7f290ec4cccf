"""Tests of kiosk/dispenser/slips."""

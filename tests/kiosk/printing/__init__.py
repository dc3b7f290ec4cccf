"""Tests of kiosk/dispenser/printing."""

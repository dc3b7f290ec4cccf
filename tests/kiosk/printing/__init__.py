"""Tests of kiosk/printing."""

"""The technicians' own menu on every touched appliance: behind a gesture and a code, over what visitors see."""

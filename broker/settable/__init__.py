"""What can be set at an appliance from the hall's desk, by role, and whether a value would do. See README.md."""

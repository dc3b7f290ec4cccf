"""What is set at an appliance: a technician changes it from the page, and its box takes it from the desk."""

"""How a box becomes an appliance of the hall: it asks, a technician lets it in."""

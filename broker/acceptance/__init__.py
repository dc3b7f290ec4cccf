"""What any appliance can find out about itself when it is accepted, and how it answers a technician from afar."""

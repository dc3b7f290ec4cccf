"""The last lines of an appliance's log, for a technician who looks from afar. Nobody's data is in them."""

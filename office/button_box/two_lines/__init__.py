"""A small display on a button box: whom the operator calls or serves, who waits, and why a press was not taken."""

"""Everything that an appliance can tell staff to be wrong, gathered from the phrases of all roles."""

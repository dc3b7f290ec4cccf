"""The ticket dispenser: choose a service, take a slip."""

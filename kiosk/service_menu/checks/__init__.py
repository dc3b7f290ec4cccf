"""What the service menu can find out and do: one module a thing, each gives a report."""

"""The last log lines of each appliance, read in the browser or taken away as a text file."""

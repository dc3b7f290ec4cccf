"""From a bare machine to a working hall: the command line, the demo, the doctor."""

"""From a bare card with a hall file on it to the queue-master's machine of that hall."""

"""What became of every visit, as tables that reports ask: made from the journal and the archive, a day at a time."""

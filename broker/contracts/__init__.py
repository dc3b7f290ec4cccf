"""The wire contract as types: topics, commands, replies, events, snapshot. Imported by all, imports nobody."""

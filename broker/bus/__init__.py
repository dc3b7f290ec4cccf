"""How every appliance speaks: the link to the broker, its twin in memory, the outbox."""

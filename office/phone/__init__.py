"""What a visitor opens on a telephone: the own ticket, and the state of the hall. No sign-in, and nothing personal."""

"""Who may come in, and who is in: people, roles, sign-in, sessions."""

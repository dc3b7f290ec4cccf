"""The web pages of the people who work in the hall."""

"""The reception's page: helps visitors before they come to a window, and says what the hall is like now."""

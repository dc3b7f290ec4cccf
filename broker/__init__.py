"""What is said in the hall, how it travels, and who decides."""

"""What if: a past day played again through the real queue core, with one thing changed."""

"""Ways to turn a phrase into sound, best first."""

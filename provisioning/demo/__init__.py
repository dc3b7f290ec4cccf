"""`cherha demo`: a whole hall on one machine."""

"""The hall kit: one small file that makes any card a card of this hall."""

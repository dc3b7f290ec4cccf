"""Whole days of a hall through the real queue core, in virtual time: no broker, no clock, no disk."""

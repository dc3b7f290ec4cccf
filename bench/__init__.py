"""Measurements: each prints percentiles or ratios, none asserts a time."""

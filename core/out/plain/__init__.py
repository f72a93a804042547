"""Weights, charts and logs in the formats that others read."""

"""Proves that an environment trains, and names the faults it knows."""

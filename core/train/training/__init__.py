"""The loop, and all that decides what the next step will be."""

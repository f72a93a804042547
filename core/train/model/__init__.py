"""A Net with its tensors, and how they lie in memory and in files."""

"""One training step taken apart: every tensor of it, line by line."""

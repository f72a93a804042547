"""The words themselves: Korean particles, and every term with its two sentences."""

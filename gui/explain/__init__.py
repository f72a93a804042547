"""Words explained: beside the pointer, and all of them in one list."""

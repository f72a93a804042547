"""Before anything can train: what is needed for that, and what is there already."""

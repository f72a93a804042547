"""What an install will do: stages, sizes, and the commands a person would type."""

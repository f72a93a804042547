"""The plan of a network as plain data, and what an edit does to it. Standard library only."""

"""Arrays in .npz files, and what a Python file of a person yields."""

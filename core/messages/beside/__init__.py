"""What is asked of the trainer beside training and editing, and what it tells."""

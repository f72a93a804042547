"""What a run's network says of pictures, rows and arrays."""

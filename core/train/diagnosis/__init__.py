"""What is wrong with a training that goes on: measured, named, with its likely reason."""

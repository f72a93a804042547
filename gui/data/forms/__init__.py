"""What stands on the sheet for each kind of data, and the pieces of it."""

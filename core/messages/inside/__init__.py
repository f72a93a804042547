"""What the window and the inside worker say to each other, a file for each thing to look into."""

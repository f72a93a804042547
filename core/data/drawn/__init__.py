"""What was drawn, on the pad or on paper, made into what the data is."""

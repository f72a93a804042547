"""What a script says, word for word: its texts in two languages."""

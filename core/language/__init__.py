"""What a language asks of a sentence once its places are filled."""

"""Networks that were made elsewhere: their weights are brought in, never their code."""

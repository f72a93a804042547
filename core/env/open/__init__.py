"""Opens what was made: Jupyter, editors, terminals, the first notebook."""

"""Looking inside a training: the worker that takes one step apart, and what it looks with. Torch lives here too."""

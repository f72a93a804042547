"""One training step as a person would write it, from the weights, memory and batch of a training."""

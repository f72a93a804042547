"""The page Look inside: the three layers of a step, the step by hand, tensors, and what processor and GPU take."""

"""The tab Tensors: a Python line, names, tensors as cells, and the memory they read."""

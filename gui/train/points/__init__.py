"""The points of the curves: what was told of the open training, of saved ones, and what is made of that."""

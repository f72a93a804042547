"""Earlier moments and branches on the trainer page: the bar of a moment, the tree, the curves of other branches."""

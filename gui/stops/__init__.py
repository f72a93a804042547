"""When the training stops by itself: what is set, what has hit, on every page that shows it."""

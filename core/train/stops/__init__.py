"""When a training stops by itself: what is watched, at next to no cost, and which step it was."""

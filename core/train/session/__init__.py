"""A training with a person beside it: play, pause, undo, charts, pictures, devices."""

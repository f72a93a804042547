"""Points of the plane: sets drawn as TensorFlow Playground draws them, and what a network is told of a point."""

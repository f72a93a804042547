"""TorchGarden without a window: `train ...` and `env ...`."""

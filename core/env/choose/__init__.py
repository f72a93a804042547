"""Which build of PyTorch runs on this computer, and why."""

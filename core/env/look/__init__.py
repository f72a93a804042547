"""What this computer is: system, processor, GPUs, condas, paths."""

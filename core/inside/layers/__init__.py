"""One step in three layers: what Python asks for, what the engine makes of it, which kernels compute."""

"""The two programs that do the work: conda packages through rattler, wheels through uv."""

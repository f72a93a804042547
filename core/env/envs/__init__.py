"""The environments that are there: listing, contents, lock files, kernels, removal."""

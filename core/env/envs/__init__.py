"""The existing environments: listing, contents, lock files, kernels, removal."""

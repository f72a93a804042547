"""A script and a notebook that make the network again without this app."""

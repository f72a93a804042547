"""What the network is told of a sample, where a person can choose."""

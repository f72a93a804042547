"""The network on screen: units, weights, names and what one does with them."""

"""The tab Step through: one training step line by line, with every tensor of it."""

"""Earlier moments of a training, shown again, and branches that go on from them."""

"""What a part of the trainer page is, and the cards beside the network that fold."""

"""What a training is asked beside training and editing."""

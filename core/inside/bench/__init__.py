"""Python lines on tensors, run here where no training can be harmed, and what they leave under names."""

"""The numbers behind the drawing: weights and biases looked at while they change, and set by hand."""

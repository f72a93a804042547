"""What the network says about points of the plane: the surface, the border between the classes, the residuals."""

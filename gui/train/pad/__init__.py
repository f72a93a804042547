"""What the network says about pictures: the pad to draw on, its answers, and the pictures it is wrong about."""

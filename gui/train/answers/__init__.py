"""What the network says: its answers to what is drawn, its mistakes, its surface."""

"""What the app keeps on this computer."""

"""The axes of a chart: what they count, where their lines are, and where that is on the screen."""

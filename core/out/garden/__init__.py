"""One file that holds a whole run, and goes on elsewhere: written and opened."""

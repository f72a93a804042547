"""Everything out, in the window: what is taken home of a run, what it predicts, and networks that are brought in."""

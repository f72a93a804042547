"""The page of environments: what is there, what it holds, what to do with it."""

"""A person's own data on its way in, and everything on its way out: what is asked, and what is told."""

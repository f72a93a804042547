"""A person's own data in the window: how it comes in, the sheet on which it is looked at, its library."""

"""A person's own data: files are looked at, made ready in a process of their own, and kept in a library."""

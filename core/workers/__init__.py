"""A worker is a child process: commands in, events out. Both ends of its pipe."""

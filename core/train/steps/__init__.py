"""One step of training: by hand, written out, played and captured."""

"""One step of training: written out, taken by hand, played or captured."""

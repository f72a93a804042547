"""The trainer page and the window's end of the train worker."""

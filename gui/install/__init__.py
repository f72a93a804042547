"""The install wizard, the environments page and the window's end of the install worker."""

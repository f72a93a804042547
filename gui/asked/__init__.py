"""What the desktop, a browser or another start asks of the app: a file, a link, a page."""

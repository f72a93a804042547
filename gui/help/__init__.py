"""What each page is for: the page of help behind F1."""

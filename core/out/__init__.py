"""What is taken home of a run: files that work without this app, one file that goes on in it, predictions."""

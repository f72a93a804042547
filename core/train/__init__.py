"""The train worker. The only part of the app that imports torch."""

"""All that the app and its workers say to each other, as frozen dataclasses."""

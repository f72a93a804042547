"""Tables: their text is read, their columns understood, and they are made ready."""

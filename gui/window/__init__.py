"""The window itself: its shell, its pages and the frame timer."""

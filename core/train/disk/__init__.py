"""Saving a training and opening it again."""

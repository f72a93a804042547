"""What is taken home, predicted and brought in without a window: `export`, `predict`, `import`."""

"""Pictures in folders, a folder per class: found, decoded in processes with limits, and made ready."""

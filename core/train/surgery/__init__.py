"""Edits on live networks: tensors and optimizer memory follow the plan."""

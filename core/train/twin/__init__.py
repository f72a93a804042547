"""The run that did not make an edit, beside the one that did."""

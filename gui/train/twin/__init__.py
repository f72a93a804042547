"""The run that did not make an edit, as a person sees it."""

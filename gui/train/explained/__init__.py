""" "What is this?": two sentences for every control of the trainer page, with its formula and the numbers of now."""

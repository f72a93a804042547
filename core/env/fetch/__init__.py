"""Downloads: resumed, checked, from mirrors, with progress."""

"""The classroom screen: the trainer page as a class sees it, with only what the teacher chose."""

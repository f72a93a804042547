"""Two moments, branches or runs side by side: what each looks like, and how well it does."""

"""The tab CPU and GPU: the same work on every device there is, measured on this computer."""

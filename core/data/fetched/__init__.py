"""Sets that are known by name: fetched, checked, and made ready."""

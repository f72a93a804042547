"""Five steps that show a newcomer the real controls; they can be skipped and seen again."""

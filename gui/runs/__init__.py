"""The page of saved trainings."""

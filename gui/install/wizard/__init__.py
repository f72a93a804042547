"""The steps of the wizard, from looking at this computer to a proven environment."""

"""Makes an environment, stage by stage, so that it can be stopped and continued."""

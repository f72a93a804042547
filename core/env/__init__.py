"""The install worker: looks at this computer, plans, installs, checks, opens."""

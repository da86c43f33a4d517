"""The simulator's web page: an app of its own beside the skill, on loopback only."""

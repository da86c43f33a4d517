"""The web edge: who may speak to the skill over HTTP, and what is read of what they send."""

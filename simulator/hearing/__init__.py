"""Hearing: how words become an intent and its slots, by the interaction model alone."""

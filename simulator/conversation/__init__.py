"""Conversations: turns that happen to a device, kept as transcripts or given as lines of a batch."""

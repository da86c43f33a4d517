"""The device: a speaker with its clock, its microphone and its rules of sessions."""

"""The content model, and its compiled form."""

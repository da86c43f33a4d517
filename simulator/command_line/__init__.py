"""The command line: a dialogue, one question, a batch, or the page."""

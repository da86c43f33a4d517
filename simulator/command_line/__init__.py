"""The command line: a dialogue, one question, a batch, the page, or what is said as a sound file."""

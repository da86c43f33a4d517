"""Build time: the labelled utterances train the sentence encoder. Needs requirements-train.txt."""

"""Build time: the documents are read, compiled and trained on. Nothing in `skill` imports it."""

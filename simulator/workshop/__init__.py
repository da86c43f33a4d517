"""The workshop: an edit of a document that is saved is compiled at once, in a process that stays."""

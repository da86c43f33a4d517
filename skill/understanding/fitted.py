"""Written by `python -m authoring.training.fit`; never edited by hand."""

from skill.understanding.danger import Weighing

WEIGHING = Weighing(encoder=0.77, words=0.313, pattern=0.0, sure=0.0, bias=0.233)
"""How the encoder and the words weigh in whether a sign of danger was told."""
TOLD_FROM = 0.3235
"""Probability from which it counts as told."""
DOUBTED_FROM = 0.1314
"""Probability from which it is asked about."""
INDEX_WEIGHT = 7.41
"""What the likeness to the document counts for: log odds for a cosine more by one."""
INDEX_FLOOR = 0.084
"""What is granted to a statement or gap that the encoder was not trained on: a part of what all of them have."""
INDEX_ELSEWHERE = 0.346
"""The likeness, a cosine, that what this document does not have is taken to have."""

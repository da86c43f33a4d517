"""Written by `python -m authoring.training.fit`; never edited by hand."""

from skill.understanding.danger import Weighing

WEIGHING = Weighing(encoder=0.781, words=0.536, pattern=0.293, sure=0.277, bias=0.213)
"""How the encoder and the words weigh in whether a sign of danger was told."""
TOLD_FROM = 0.1564
"""Probability from which it counts as told."""
DOUBTED_FROM = 0.0803
"""Probability from which it is asked about."""
INDEX_WEIGHT = 6.67
"""What the likeness to the document counts for: log odds for a cosine more by one."""
INDEX_FLOOR = 0.084
"""What is granted to a statement or gap that the encoder was not trained on: a part of what all of them have."""
INDEX_ELSEWHERE = 0.321
"""The likeness, a cosine, that what this document does not have is taken to have."""

"""Written by `python -m authoring.training.fit`; never edited by hand."""

from skill.understanding.danger import Weighing

WEIGHING = Weighing(encoder=0.762, words=0.44, pattern=0.443, sure=0.334, bias=0.498)
"""How the encoder and the words weigh in whether a sign of danger was told."""
TOLD_FROM = 0.1161
"""Probability from which it counts as told."""
DOUBTED_FROM = 0.0653
"""Probability from which it is asked about."""

"""Written by `python -m authoring.training.fit`; never edited by hand."""

from skill.understanding.danger import Weighing

WEIGHING = Weighing(encoder=0.768, words=0.452, pattern=0.468, sure=0.334, bias=0.534)
"""How the encoder and the words weigh in whether a sign of danger was told."""
TOLD_FROM = 0.0213
"""Probability from which it counts as told."""
DOUBTED_FROM = 0.0173
"""Probability from which it is asked about."""

"""The numbers that tests decide with. Those in force are fitted to each model anew; what they decide may change."""

from dataclasses import replace

from skill.understanding.danger import Weighing
from skill.understanding.policy import THRESHOLDS

NUMBERS = replace(
    THRESHOLDS,
    weighing=Weighing(encoder=1.1, words=0.4, pattern=0.7, sure=2.3, bias=0.2),
    told_from=0.4,
    doubted_from=0.15,
)
"""Weights and thresholds on danger of the tests' own, and the other numbers as they are in force."""

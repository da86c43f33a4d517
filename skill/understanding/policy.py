"""The decisions: evidence and label probabilities to a meaning. Every number of them stands in `Thresholds`."""

from collections.abc import Mapping
from dataclasses import dataclass

from skill.understanding.command import Command
from skill.understanding.evidence import CERTAIN, Evidence
from skill.understanding.labels import kind_of
from skill.understanding.meaning import Asked, CommandGiven, Meaning, Referred, Unanswerable, Unheard, Urgent
from skill.understanding.scores import LabelScores
from skill.understanding.trained_labels import command_of


@dataclass(frozen=True)
class Thresholds:
    """The numbers of the decision. All but the first are probabilities."""

    weak_words_below: float = -1.0
    """Strength of the words' evidence below which it adds nothing to what the encoder thinks."""
    red_flag_from: float = 0.12
    """Any red flag from which it counts as one. A false alarm costs a phone call; a miss may cost the use of a leg."""
    red_flag_beside_symptom_from: float = 0.15
    """The same where a common symptom or another subject is likely."""
    ruled_out_below: float = 0.01
    """Any red flag below which alarming words alone ("i don't aim to kill myself") are no alarm."""
    supported_from: float = 0.03
    """Any red flag from which alarming words are believed although a command or another subject is likelier."""
    likely_from: float = 0.5
    """Anything from which it is likelier than all else together. A red flag from which it is called by its name, and
    is told although a stretch is asked for in the same breath; a command with no stretch under way and none named;
    an answer that goes without saying what was understood."""
    torn_below: float = 0.3
    """The best statement below which the listener is asked which was meant, if another is half as likely."""
    second_from: float = 0.06
    """A second statement from which it is spoken too."""
    understood_from: float = 0.3
    """The likeliest label from which something was understood in mid-stretch, where a wrong guess moves a body."""


THRESHOLDS = Thresholds()
"""The numbers in force."""
_NEXT_BEST = 3
"""Statements that are kept for "no, not that"."""


def red_flag(words: Evidence | None, scores: LabelScores | None, wished: bool, numbers: Thresholds) -> Urgent | None:
    """Whether what was said is a red flag, and which: the one place that decides it.

    Args:
        words: the evidence of the words alone.
        scores: what the encoder reads, judged as if nothing were under way; None without an encoder.
        wished: whether a stretch was asked for in the same breath.
        numbers: the thresholds.
    """
    if scores is None:
        return Urgent(words.flag) if words else None
    if words is not None and not _harmless(words, scores, wished, numbers):
        return Urgent(words.flag)
    if scores.total("urgent") < _needed(scores, wished, numbers):
        return None
    (best,) = scores.likeliest("urgent", 1)
    return Urgent(best if scores[best] >= numbers.likely_from else "")


def _needed(scores: LabelScores, wished: bool, numbers: Thresholds) -> float:
    """How likely a red flag must be by the encoder."""
    if wished:
        return numbers.likely_from
    doubted = _common_symptom(scores, numbers) or _off_topic(scores, numbers)
    return numbers.red_flag_beside_symptom_from if doubted else numbers.red_flag_from


def _harmless(words: Evidence, scores: LabelScores, wished: bool, numbers: Thresholds) -> bool:
    """Whether the encoder overrules alarming words."""
    alarm = scores.total("urgent")
    if words.strength < numbers.weak_words_below:
        return alarm < _needed(scores, wished, numbers)
    if words.strength == CERTAIN:
        return alarm < numbers.ruled_out_below
    if _common_symptom(scores, numbers):
        return alarm < numbers.red_flag_beside_symptom_from
    best = max(scores, key=scores.__getitem__)  # "I have brittle bones" is no fall
    likelier = kind_of(best) == "cmd" or best in scores.roles.conditions or _off_topic(scores, numbers)
    return alarm < (numbers.supported_from if likelier else numbers.ruled_out_below)


def _common_symptom(scores: LabelScores, numbers: Thresholds) -> bool:
    return sum(scores.get(label, 0.0) for label in scores.roles.common_symptoms) >= numbers.likely_from


def _off_topic(scores: LabelScores, numbers: Thresholds) -> bool:
    return scores.total("off") >= numbers.likely_from


def ordinary_meaning(scores: LabelScores, guiding: bool, named: bool, numbers: Thresholds) -> Meaning:
    """The meaning of an utterance that is no red flag.

    Args:
        scores: probabilities by label.
        guiding: whether a stretch is under way.
        named: whether the words name a stretch, a part of the body, a position or a time.
        numbers: the thresholds.
    """
    if guiding and max(scores.values()) < numbers.understood_from:
        return Unheard()
    totals = scores.totals()
    del totals["urgent"]
    kind = max(totals, key=totals.__getitem__)
    ranked = scores.likeliest(kind, 2 + _NEXT_BEST)
    if kind == "refer":
        return CommandGiven(Command.HURTS) if guiding and ranked[0] in scores.roles.hurting else Referred(ranked[0])
    if kind == "cmd":
        command = command_of(ranked[0])
        likely = guiding or named or scores[ranked[0]] >= numbers.likely_from
        return CommandGiven(command) if command and likely else Unanswerable()
    if kind == "talk":
        said = command_of(ranked[0])
        return CommandGiven(said) if said and said is not Command.UNCLEAR else Unheard()
    if kind == "gap":
        return Unanswerable(gap=ranked[0])
    if kind == "off":
        return Unanswerable(off_topic=True)
    return _answer(ranked, scores, numbers)


def _answer(ranked: list[str], scores: Mapping[str, float], numbers: Thresholds) -> Asked:
    first, *rest = ranked
    if not rest:
        return Asked((first,), sure=scores[first] >= numbers.likely_from)
    second, *rest = rest
    if scores[first] < numbers.torn_below and scores[second] > scores[first] / 2:
        return Asked((first, second), tuple(rest[:_NEXT_BEST]), sure=False, torn=True)
    two = scores[second] >= numbers.second_from
    statements = (first, second) if two else (first,)
    others = rest if two else [second, *rest]
    return Asked(statements, tuple(others[:_NEXT_BEST]), sure=scores[first] >= numbers.likely_from)

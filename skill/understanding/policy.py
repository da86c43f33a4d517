"""The decisions: from evidence and label probabilities to a meaning. All their numbers stand in `Thresholds`."""

from collections.abc import Mapping
from dataclasses import dataclass

from skill.understanding.command import Command
from skill.understanding.danger import Weighing
from skill.understanding.evidence import Evidence
from skill.understanding.fitted import DOUBTED_FROM, INDEX_ELSEWHERE, INDEX_FLOOR, INDEX_WEIGHT, TOLD_FROM, WEIGHING
from skill.understanding.labels import KINDS, kind_of
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Doubtful,
    Meaning,
    Referred,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.ranking import Ranking
from skill.understanding.scores import LabelScores
from skill.understanding.trained_labels import command_of

RANKING = Ranking(INDEX_WEIGHT, INDEX_FLOOR, INDEX_ELSEWHERE)
"""How the encoder and the index are weighed."""


@dataclass(frozen=True)
class Thresholds:
    """The numbers of the decisions. All but the weighing and the ranking are probabilities."""

    weighing: Weighing = WEIGHING
    """How the encoder and the words are weighed into the probability of a red flag."""
    ranking: Ranking = RANKING
    """How the encoder and the index are weighed into the probability of each statement and gap."""
    told_from: float = TOLD_FROM
    """Probability of a red flag from which it is taken as told."""
    doubted_from: float = DOUBTED_FROM
    """Probability of a red flag from which the listener is asked about it, with the number to call said first."""
    cautious_from: float = 0.25
    """Probability of pain in a routine from which it is acted on, though another label is likelier. Share of the
    commands to stop, beside those to go on, from which nothing moves: going on wrongly costs thrice a needless stop."""
    likely_from: float = 0.5
    """From here on a label is likelier than all others together: a red flag, among red flags, is called by its name,
    and an answer is given without saying what was understood."""
    ambiguous_below: float = 0.3
    """Probability of the best statement below which it is asked which was meant, if another is half as likely."""
    second_from: float = 0.06
    """Probability of a second statement, or of a referral beside a command, from which it counts too."""
    beside_from: float = 0.02
    """Probability of a referral from which it counts beside the start of a routine, if the words ask for it as well;
    and of a statement from which it is told beside a referral."""
    understood_from: float = 0.3
    """Probability below which nothing was understood: in a routine, where a wrong guess moves a body, of the likeliest
    label; at rest, of the likeliest kind of label."""


THRESHOLDS = Thresholds()
"""The numbers in force."""
_NEXT_BEST = 3
"""Statements that are kept for "no, not that"."""
_OF_THE_ARTICLE = ("answer", "gap")
"""Kinds of labels that ask the article."""
_DONE = ("cmd", "talk")
"""Kinds of labels that mean a command. Which of the two it is changes nothing."""


def red_flag(evidence: Evidence, scores: LabelScores | None, numbers: Thresholds) -> Urgent | Doubtful | None:
    """The red flag that was told, or may have been, if any: the one place that decides it.

    Args:
        evidence: what the words alone say.
        scores: what the encoder reads; None without an encoder. One that knows no red flag is none.
        numbers: the thresholds.
    """
    if scores is None or not scores.of("urgent"):
        return Urgent(evidence.flag) if evidence.alarming else None
    urgent = scores.total("urgent")
    danger = numbers.weighing.danger(urgent, evidence)
    if danger < numbers.doubted_from:
        return None
    (best,) = scores.likeliest("urgent", 1)
    flag = best if scores[best] >= numbers.likely_from * urgent else evidence.flag
    # What is never harmless is told as soon as there is any doubt.
    told = danger >= numbers.told_from or evidence.sure
    return Urgent(flag or evidence.pattern) if told else Doubtful(flag or best)


def ordinary_meaning(scores: LabelScores, guiding: bool, numbers: Thresholds) -> Meaning:
    """The meaning of an utterance that is no red flag.

    Args:
        scores: probabilities by label.
        guiding: whether a routine is under way.
        numbers: the thresholds.
    """
    totals = scores.totals()
    del totals["urgent"]
    totals["cmd"] += totals.pop("talk")
    kind = max(totals, key=totals.__getitem__)
    if guiding and _pain(scores) >= numbers.cautious_from:
        return CommandGiven(Command.HURTS)
    if (max(scores.values()) if guiding else totals[kind]) < numbers.understood_from:
        return Unheard()
    if kind == "cmd":
        (label,) = scores.likeliest_of(_DONE, 1)
        command = command_of(label)
        return CommandGiven(command) if command and command is not Command.UNCLEAR else Unheard()
    ranked = scores.likeliest(kind, 2 + _NEXT_BEST)
    if kind == "refer":
        hurts = guiding and ranked[0] in scores.roles.hurting
        return CommandGiven(Command.HURTS) if hurts else _referred(ranked[0], scores, numbers)
    if kind == "gap":
        return Unanswerable(gap=ranked[0])
    if kind == "off":
        return Unanswerable(off_topic=True)
    return _answer(ranked, scores, totals[kind] >= numbers.likely_from, numbers)


def _pain(scores: LabelScores) -> float:
    return sum(share for label, share in scores.items() if command_of(label) is Command.HURTS)


def _referred(decision: str, scores: LabelScores, numbers: Thresholds) -> Referred:
    """`decision`, with the statement that was asked for as well, if it is one that is told first."""
    if decision not in scores.roles.answered:
        return Referred(decision)
    (best,) = scores.likeliest_of(_OF_THE_ARTICLE, 1)
    asked = kind_of(best) == "answer" and scores[best] >= numbers.beside_from
    return Referred(decision, best if asked else "")


def _answer(ranked: list[str], scores: Mapping[str, float], likely: bool, numbers: Thresholds) -> Asked | Unanswerable:
    """The statements that were asked for; `likely` is whether some statement is likelier than everything else."""
    first, *rest = ranked
    if not rest:
        return Asked((first,), confident=scores[first] >= numbers.likely_from)
    second, *rest = rest
    if scores[first] < numbers.ambiguous_below and scores[second] > scores[first] / 2:
        if not likely:  # of none of them can it be said that it was meant
            return Unanswerable()
        return Asked((first, second), tuple(rest[:_NEXT_BEST]), confident=False, ambiguous=True)
    two = scores[second] >= numbers.second_from
    statements = (first, second) if two else (first,)
    others = rest if two else [second, *rest]
    return Asked(statements, tuple(others[:_NEXT_BEST]), confident=scores[first] >= numbers.likely_from)


def referral_beside_a_start(named: str, scores: LabelScores, numbers: Thresholds) -> bool:
    """Whether a personal decision that the words name beside a request for a routine is told.

    "A bad back" is why most people ask, so the encoder must agree which it is. It need not be sure, however sure it is
    of the wish: of all that is no command, that decision must be the likeliest.

    Args:
        named: id of the decision.
        scores: what the encoder reads.
        numbers: the thresholds.
    """
    likeliest = scores.likeliest_of((kind for kind in KINDS if kind not in _DONE), 1)
    return likeliest == [named] and scores[named] >= numbers.beside_from

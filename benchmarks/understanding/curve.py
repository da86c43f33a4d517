"""How many told signs are heard at how many false alarms: for the encoder, for the words, and for both together."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from authoring.document.spoken_lines import SpokenLine
from benchmarks.understanding.replies import Progress, in_workers
from benchmarks.understanding.strangers import harmless, told
from skill.emergency.hearing import without_calls
from skill.entry.assembly import SPEECH
from skill.understanding.danger import features
from skill.understanding.policy import THRESHOLDS
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.senses import Senses
from skill.understanding.words import normalise

ALARMS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05)
"""Shares of false alarms at which recall is told."""
RECALLS = (0.95, 0.98, 0.99, 0.994)
"""Recalls at which the false alarms are told; the last is three missed of five hundred."""
_CHUNK = 100


@dataclass(frozen=True)
class Scores:
    """How strongly each part speaks for a red flag, in logarithms of odds."""

    encoder: float
    """The encoder: of all red flags together."""
    words: float
    """Patterns and weights of words, weighed as the skill does."""
    both: float
    """All of them weighed together, as the skill decides."""


PARTS: Mapping[str, Callable[[Scores], float]] = {
    "the encoder alone": lambda one: one.encoder,
    "the words alone": lambda one: one.words,
    "both together": lambda one: one.both,
}
"""What is compared."""


@dataclass(frozen=True)
class Point:
    """What comes of one threshold."""

    alarms: float
    """Share of harmless lines that raise the alarm."""
    recall: float
    """Share of told signs that do."""


Curve = tuple[Point, ...]
"""Points by falling threshold: neither alarms nor recall ever fall."""


def score_all(lines: Sequence[SpokenLine], progress: Progress) -> list[Scores]:
    """The scores of each of `lines`.

    Raises:
        CompiledFilesError: the compiled words are missing or damaged.
    """
    found: list[Scores] = []
    for scores in in_workers(_score_chunk, lines, _CHUNK):
        found += scores
        progress(len(found), len(lines))
    return found


def curves(lines: Sequence[SpokenLine], scores: Sequence[Scores]) -> dict[str, Curve]:
    """The curve of each part: told signs against harmless lines."""
    pairs = list(zip(lines, scores, strict=True))
    return {
        part: curve([of(one) for line, one in pairs if told(line)], [of(one) for line, one in pairs if harmless(line)])
        for part, of in PARTS.items()
    }


def curve(signs: Iterable[float], others: Iterable[float]) -> Curve:
    """The curve of scores of told signs, and of lines without any; both must be there."""
    high, low = sorted(signs), sorted(others)
    return tuple(
        Point(_from(threshold, low) / len(low), _from(threshold, high) / len(high))
        for threshold in sorted({*high, *low}, reverse=True)
    )


def recall_at(alarms: float, points: Curve) -> float:
    """The recall that can be had for at most a share of false `alarms`; 0 if none."""
    return max((point.recall for point in points if point.alarms <= alarms), default=0.0)


def alarms_at(recall: float, points: Curve) -> float:
    """The least share of false alarms for which `recall` can be had."""
    return min((point.alarms for point in points if point.recall >= recall), default=1.0)


def _from(threshold: float, ordered: Sequence[float]) -> int:
    return len(ordered) - bisect_left(ordered, threshold)


def _score_chunk(lines: Sequence[SpokenLine]) -> list[Scores]:
    return [_scores(line) for line in lines]


def _scores(line: SpokenLine) -> Scores:
    lexicon, senses = _parts()
    words = without_calls(normalise(line.text))
    read = senses.scores(words, line.moment)
    urgent = read.total("urgent") if read else 0.0
    evidence = lexicon.evidence(words)
    weighing = THRESHOLDS.weighing
    signals = features(urgent, evidence)
    both = weighing.log_odds(signals)
    return Scores(signals[0], both - weighing.encoder * signals[0], both)


@cache
def _parts() -> tuple[SafetyLexicon, Senses]:
    lexicon = SafetyLexicon(SPEECH / "compiled/safety.json")
    return lexicon, Senses(lexicon, SPEECH / "model/encoder.onnx")

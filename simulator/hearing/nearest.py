"""The sample that words nearly are: a word left out, added or put in place of another.

Alexa hears a skill's own samples loosely, and has never said how loosely; the measure is our own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.hearing.interaction_model import Intent, Sample
from simulator.hearing.recognizer import FilledSlot, Rank, Recognition, Recognizer

WORDS_TO_AN_EDIT = 4
"""Words or slots that a sample has, at least, for each word that may differ."""


@dataclass(frozen=True)
class _Reading:
    """Part of a sample, laid beside part of the words."""

    edits: int = 0
    """Words left out, added or changed."""
    slots: tuple[FilledSlot, ...] = ()
    """The slots that were filled."""

    def edited(self) -> "_Reading":
        return _Reading(self.edits + 1, self.slots)


def nearest(recognizer: Recognizer, words: Sequence[str]) -> Recognition | None:
    """Return the recognition of the skill's own sample that is nearest to `words`; None if none is near.

    The fewest edits win, then the most fixed words, then the order of the file.
    """
    found = max(_near(recognizer, words), key=_nearness, default=None)
    if found is None:
        return None
    intent, sample, reading = found
    differ = "one word differs" if reading.edits == 1 else f"{reading.edits} words differ"
    why = f"heard as sample {sample.text!r}, from which {differ}"
    return Recognition(intent, reading.slots, Rank.GUESSED, len(sample.words), why, misheard=True)


def _nearness(found: tuple[Intent, Sample, _Reading]) -> tuple[int, int]:
    _, sample, reading = found
    return -reading.edits, len(sample.words)


def _near(recognizer: Recognizer, words: Sequence[str]) -> Iterator[tuple[Intent, Sample, _Reading]]:
    said = set(words)
    for intent, sample in recognizer.own_samples():
        allowed = len(sample.tokens) // WORDS_TO_AN_EDIT
        if not allowed or len(said.intersection(sample.words)) + allowed < len(set(sample.words)):
            continue
        if len(sample.tokens) > len(words) + allowed:
            continue
        reading = _align(recognizer, intent, sample, words)
        if reading is not None and 0 < reading.edits <= allowed:
            yield intent, sample, reading


def _align(recognizer: Recognizer, intent: Intent, sample: Sample, words: Sequence[str]) -> _Reading | None:
    """Return the reading with fewest edits: the edit distance between words, in which a slot takes a value it knows."""
    row: list[_Reading | None] = [_Reading(edits) for edits in range(len(words) + 1)]
    for token in sample.tokens:
        above, row = row, [None] * (len(words) + 1)
        for end in range(len(words) + 1):
            if token.startswith("{"):
                row[end] = _best(*_filled(recognizer, intent, token[1:-1], above, words[:end]), _longer(row, end))
                continue
            before = above[end - 1] if end else None
            same = end > 0 and words[end - 1] == token
            taken = before if before is None or same else before.edited()
            skipped = above[end]
            row[end] = _best(taken, skipped.edited() if skipped else None, _longer(row, end))
    return row[-1]


def _longer(row: list[_Reading | None], end: int) -> _Reading | None:
    shorter = row[end - 1] if end else None
    return shorter.edited() if shorter else None


def _filled(
    recognizer: Recognizer, intent: Intent, name: str, above: list[_Reading | None], words: Sequence[str]
) -> Iterator[_Reading]:
    for begin, before in enumerate(above[: len(words)]):
        filled = recognizer.fill(intent.slot(name), " ".join(words[begin:])) if before else None
        if before and filled and (filled.matches or not filled.listed):
            yield _Reading(before.edits, (*before.slots, filled))


def _best(*readings: _Reading | None) -> _Reading | None:
    return min(
        (reading for reading in readings if reading is not None), key=lambda reading: reading.edits, default=None
    )

"""When each word of a text begins, by the sounds that a voice made of it.

A voice runs small words together ("of the") and takes numbers apart ("twenty five"), so words and groups of sounds
are not always as many. Both are cut where punctuation stands; within such a clause, as many groups as words are taken
one for one, and otherwise its time is shared out as the speech clock weighs the words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audio.piper import Phoneme
from skill.speech.clock import seconds

_MARKS = frozenset(".,;:?!")
_EDGES = frozenset("^$")
_SPACE = " "


@dataclass(frozen=True)
class _Clause:
    """Groups of sounds between two punctuation marks."""

    begins: tuple[float, ...]
    """When each group begins."""
    end: float
    """When the last one ends."""


def word_starts(words: Sequence[str], phonemes: Sequence[Phoneme]) -> list[float]:
    """When each of `words` begins in what `phonemes` are the sounds of; in seconds, never falling."""
    spoken = list(_clauses(phonemes))
    written = list(_written(words))
    if len(spoken) != len(written):
        spoken, written = [_together(spoken)], [list(words)]
    return [at for clause, said in zip(spoken, written, strict=True) for at in _within(clause, said)]


def _written(words: Sequence[str]) -> Iterator[list[str]]:
    clause: list[str] = []
    for word in words:
        clause.append(word)
        if word[-1:] in _MARKS:
            yield clause
            clause = []
    if clause:
        yield clause


def _clauses(phonemes: Sequence[Phoneme]) -> Iterator[_Clause]:
    now, begins, inside, end = 0.0, list[float](), False, 0.0
    for phoneme in phonemes:
        if phoneme.text in _MARKS:
            if begins:
                yield _Clause(tuple(begins), now)
            begins, inside = [], False
        elif phoneme.text == _SPACE or phoneme.text in _EDGES:
            inside = False
        else:
            if not inside:
                begins.append(now)
            inside = True
            end = now + phoneme.seconds
        now += phoneme.seconds
    if begins:
        yield _Clause(tuple(begins), end)


def _together(clauses: Sequence[_Clause]) -> _Clause:
    begins = tuple(at for clause in clauses for at in clause.begins)
    return _Clause(begins or (0.0,), clauses[-1].end if clauses else 0.0)


def _within(clause: _Clause, words: Sequence[str]) -> list[float]:
    if len(words) == len(clause.begins):
        return list(clause.begins)
    shares = [max(seconds(f"{word} a") - seconds("a"), 0.01) for word in words]
    began, scale = clause.begins[0], (clause.end - clause.begins[0]) / sum(shares)
    return [began + scale * sum(shares[:place]) for place in range(len(words))]

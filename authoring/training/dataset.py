"""Labelled utterances, split by writer, with near-repetitions of training items dropped from what measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from authoring.document.folders import find_folders
from authoring.document.load import load_document
from authoring.document.utterances import Split, Utterance, read_utterances
from skill.understanding.words import normalise

_NEAR = 0.8
"""Share of word pairs in common (Dice) from which two utterances count as near-repetitions."""


@dataclass(frozen=True)
class Dataset:
    """Utterances by what they are used for. No writer is in two of them."""

    train: tuple[Utterance, ...]
    """Trains the encoder."""
    development: tuple[Utterance, ...]
    """Sets thresholds."""
    test: tuple[Utterance, ...]
    """Measures, and is used for nothing else."""
    dropped: int
    """How many development and test utterances nearly repeated a training one, and were left out."""


def read_dataset(speech: Path, document: str = "") -> Dataset:
    """Read the labelled utterances, and the document's own questions.

    Args:
        speech: this project's `speech/`.
        document: the name of a document in it; not needed where there is only one.

    Raises:
        DocumentError: a document or a line of utterances is faulty.
    """
    folders = find_folders(speech, document)
    utterances = read_utterances(folders.utterances)
    train = [*utterances[Split.TRAIN], *_questions(folders.document)]
    repeats = _Repeats(utterance.text for utterance in train)
    development, test = utterances[Split.DEVELOPMENT], utterances[Split.TEST]
    kept_development = tuple(utterance for utterance in development if not repeats.near(utterance.text))
    kept_test = tuple(utterance for utterance in test if not repeats.near(utterance.text))
    dropped = len(development) + len(test) - len(kept_development) - len(kept_test)
    return Dataset(tuple(train), kept_development, kept_test, dropped)


def _questions(folder: Path) -> list[Utterance]:
    content = load_document(folder)
    groups = (content.statements, content.gaps, content.referrals)
    found = [
        Utterance(entry.id, False, "documents", "documents", question)
        for group in groups
        for entry in group
        for question in entry.questions
    ]
    return found + [
        Utterance(flag.id, False, "documents", "documents", phrase)
        for flag in content.red_flags
        for phrase in flag.phrases
    ]


class _Repeats:
    """Finds near-repetitions by the word pairs that two utterances share."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._sets: list[frozenset[str]] = []
        self._holding: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            pairs = _pairs(text)
            self._sets.append(pairs)
            for pair in pairs:
                self._holding.setdefault(pair, []).append(number)

    def near(self, text: str) -> bool:
        pairs = _pairs(text)
        shared: dict[int, int] = {}
        for pair in pairs:
            for number in self._holding.get(pair, ()):
                shared[number] = shared.get(number, 0) + 1
        return any(2 * count >= _NEAR * (len(pairs) + len(self._sets[number])) for number, count in shared.items())


def _pairs(text: str) -> frozenset[str]:
    words = ["", *normalise(text).split(), ""]
    return frozenset(f"{a} {b}" for a, b in pairwise(words))

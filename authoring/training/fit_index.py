"""Fits how the encoder and the index are weighed, where a statement or a gap was meant: a part of `fit`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from authoring.compiler.build import COMPILED
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from authoring.document.spoken_lines import read_spoken_lines
from authoring.document.utterances import Split
from authoring.training.dataset import read_dataset
from skill.content.digests import INDEX, seal
from skill.content.store import REBUILD
from skill.errors import CompiledFilesError
from skill.understanding.encoder import Encoder
from skill.understanding.index import Index
from skill.understanding.moment import Moment
from skill.understanding.ranking import Ranking, ranked
from skill.understanding.words import normalise

_FOLDS = 5
"""In how many parts the document is, each of which is once taken to have changed."""
_POINTS = 7
"""Points of a grid."""
_ROUNDS = 4
"""How often it is laid, each time a third as wide, around the best of the last."""
_SWEEPS = 2
"""How often the floor is fitted to what is elsewhere, and that to the floor."""
_LEAST = 1e-12
"""A share that is added, lest a logarithm be of nought."""
_NAME = 30
"""Letters of a row's name."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Change(StrEnum):
    """What has become of a part of the document since the encoder was trained."""

    NEW = "new"
    """It is in the index, and the encoder does not know it."""
    GONE = "gone"
    """The encoder knows it still: what means it is to be taken for unknown."""
    RENAMED = "renamed"
    """It is in the index by a name that the encoder does not know, which has the other name still."""


@dataclass(frozen=True)
class Questions:
    """Development lines that mean a statement or a gap: a row a line, a column an id."""

    probabilities: Floats
    """As the encoder gives them."""
    likeness: Floats
    """As the index gives it."""
    right: Bools
    """What may be meant."""

    def shares(self, ranking: Ranking) -> Floats:
        """What `Ranking.shared` gives each id, of one."""
        return _of_one(self.probabilities * np.exp(ranking.weight * self.likeness))

    def changed(self, ranking: Ranking, part: Bools, change: Change) -> tuple[Floats, Bools]:
        """The same after a change, and what may be meant then; the last column is all that the document has not.

        Args:
            ranking: how both are weighed.
            part: columns that have changed.
            change: how.
        """
        known = _of_one(np.where(part, 0.0, self.probabilities) if change is Change.NEW else self.probabilities)
        odds = np.exp(ranking.weight * self.likeness)
        odds *= np.where(part, 0.0 if change is Change.GONE else ranking.floor, known)
        elsewhere = np.where(part, known, 0.0).sum(axis=1, keepdims=True) * np.exp(ranking.weight * ranking.elsewhere)
        gone = part if change is Change.GONE else np.zeros_like(part)
        right = np.hstack([self.right & ~gone, (self.right & gone).any(axis=1, keepdims=True)])
        return _of_one(np.hstack([odds, elsewhere])), right


def ask(speech: Path, model: Path, document: str = "") -> Questions:
    """The development lines of blind and of first writers that mean a statement or a gap, as both parts take them.

    Raises:
        DocumentError: a document or a line is faulty.
        CompiledFilesError: something compiled or trained is missing or damaged, or the index is of another encoder.
    """
    encoder, index = Encoder(model), Index(speech / COMPILED.name / INDEX)
    if index.encoder != seal(model):
        raise CompiledFilesError(f"the index is of another encoder; {REBUILD}")
    ids = ranked(load_document(find_folders(speech, document).document).ids)
    lines = [
        (line.text, line.moment, line.labels) for line in read_spoken_lines(speech / "blind")[Split.DEVELOPMENT]
    ] + [(utterance.text, Moment.REST, (utterance.label,)) for utterance in read_dataset(speech, document).development]
    found: list[tuple[list[float], list[float], list[bool]]] = []
    for text, moment, labels in lines:
        if labels[0] not in ids:
            continue
        reading = encoder.read(normalise(text), moment)
        scores = dict(zip(encoder.labels, reading.probabilities, strict=True))
        likeness = index.likeness(reading.vector)
        right = [name in labels for name in ids]
        found.append(([scores.get(name, 0.0) for name in ids], [likeness.get(name, 0.0) for name in ids], right))
    probabilities, nearness, right_ones = zip(*found, strict=True)
    return Questions(np.array(probabilities), np.array(nearness), np.array(right_ones))


def weigh_index(questions: Questions) -> Ranking:
    """The ranking under which what was meant is likeliest (maximum likelihood).

    The weight comes of the document as the encoder was trained on it; the other two of what would be, had a part of it
    changed in each of three ways.
    """

    def seen(weight: float) -> float:
        return _likelihood(questions.shares(Ranking(weight, 0.0, 0.0)), questions.right)

    def changed(ranking: Ranking) -> float:
        return sum(_likelihood(*questions.changed(ranking, part, how)) for how in Change for part in _parts(questions))

    weight = _greatest(0.0, 40.0, seen)
    power, elsewhere = -1.0, 0.5
    for _ in range(_SWEEPS):
        power = _greatest(-6.0, 1.0, lambda exponent, held=elsewhere: changed(Ranking(weight, 10**exponent, held)))  # type: ignore[misc]
        elsewhere = _greatest(-1.0, 1.0, lambda exponent, held=10**power: changed(Ranking(weight, held, exponent)))  # type: ignore[misc]
    return Ranking(round(weight, 2), float(f"{10**power:.2g}"), round(elsewhere, 3))


def describe(questions: Questions, ranking: Ranking) -> list[str]:
    """How often what was meant comes first, and among the first two, by each part and by both."""
    right = questions.right
    rows = [
        f"{len(right)} lines that mean a statement or a gap: right first, and among the first two",
        _row("encoder alone", [_right_among(questions.probabilities, right)]),
        _row("index alone", [_right_among(questions.likeness, right)]),
        _row("both", [_right_among(questions.shares(ranking), right)]),
    ]
    for change in Change:
        inside, outside = [], []
        for part in _parts(questions):
            found = _right_among(*questions.changed(ranking, part, change))
            meant = (right & part).any(axis=1)
            inside.append(found[meant])
            outside.append(found[~meant])
        rows += [_row(f"a part {change}: it", inside), _row(f"a part {change}: all else", outside)]
    return rows


def _parts(questions: Questions) -> list[Bools]:
    return [np.arange(questions.right.shape[1]) % _FOLDS == fold for fold in range(_FOLDS)]


def _likelihood(shares: Floats, right: Bools) -> float:
    """Mean logarithm of the share of what is right."""
    return float(np.log(np.where(right, shares, 0.0).sum(axis=1) + _LEAST).mean())


def _right_among(scores: Floats, right: Bools) -> Bools:
    """Of each line, whether something right comes first, and whether it is among the first two."""
    two = np.take_along_axis(right, np.argsort(-scores, axis=1, kind="stable")[:, :2], axis=1)
    return np.stack([two[:, 0], two.any(axis=1)], axis=1)


def _row(name: str, found: list[Bools]) -> str:
    return f"  {name:{_NAME}}" + "".join(f"{share:8.1%}" for share in np.concatenate(found).mean(axis=0))


def _of_one(odds: Floats) -> Floats:
    shares: Floats = (odds + _LEAST) / (odds + _LEAST).sum(axis=1, keepdims=True)
    return shares


def _greatest(low: float, high: float, of: Callable[[float], float]) -> float:
    """Where between two values a function is greatest, on a grid that narrows."""
    for _ in range(_ROUNDS):
        points = np.linspace(low, high, _POINTS)
        best = int(np.argmax([of(float(point)) for point in points]))
        low, high = float(points[max(best - 1, 0)]), float(points[min(best + 1, _POINTS - 1)])
    return (low + high) / 2

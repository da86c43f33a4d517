"""Questions about statements that an encoder was not trained on, as its index and its labels take them."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from authoring.compiler.index import Indexed, held_out, indexed, write_index
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from authoring.document.spoken_lines import Sign, read_spoken_lines
from authoring.document.utterances import Split
from authoring.training.dataset import read_dataset
from authoring.training.parts import PARTS, encoder_of, parts
from skill.content.digests import INDEX
from skill.content.model import Content
from skill.errors import CompiledFilesError
from skill.understanding.encoder import Encoder
from skill.understanding.fitted_unseen import WORDS
from skill.understanding.index import Index
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment
from skill.understanding.reading import Reading
from skill.understanding.scores import LabelScores
from skill.understanding.unseen import odds_elsewhere, odds_referred
from skill.understanding.words import normalise

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NEW = "new-"
"""Begins each id of a document that no encoder has seen."""


@dataclass(frozen=True)
class Said:
    """Something said when nothing is under way."""

    words: str
    """Normalised."""
    moment: Moment
    """Whether a question was open."""
    labels: tuple[str, ...]
    """What it means, the best first."""


def said(speech: Path, split: Split, document: str = "") -> list[Said]:
    """All that harmless lines and utterances of a split say outside a stretch.

    Raises:
        DocumentError: a document or a line is faulty.
    """
    lines = [line for line in read_spoken_lines(speech / "blind")[split] if line.sign is Sign.NONE]
    dataset = read_dataset(speech, document)
    utterances = dataset.development if split is Split.DEVELOPMENT else dataset.test
    found = [Said(normalise(line.text), line.moment, line.labels) for line in lines]
    found += [Said(normalise(utterance.text), Moment.REST, (utterance.label,)) for utterance in utterances]
    wanted = (Moment.REST, Moment.ASKED)
    return [said for said in found if said.moment in wanted and kind_of(said.labels[0]) != "urgent"]


@dataclass(frozen=True)
class Fold:
    """A part of the article that an encoder does not know."""

    encoder: Path
    """That encoder."""
    left_out: frozenset[str]
    """Ids of the statements."""


def trained_folds(root: Path, content: Content) -> list[Fold]:
    """The parts whose encoders are there.

    Raises:
        CompiledFilesError: there is none.
    """
    left_out = parts([statement.id for statement in content.statements])
    found = [Fold(encoder_of(root, number), frozenset(left_out[number])) for number in range(PARTS)]
    trained = [fold for fold in found if fold.encoder.exists()]
    if not trained:
        raise CompiledFilesError("no encoder of a part is there; run 'python -m authoring.training.leave_out'")
    return trained


def renamed(content: Content) -> Content:
    """The same document by other ids, which no encoder knows: all of it counts as never seen."""
    gap = "gap-"
    return replace(
        content,
        statements=tuple(replace(statement, id=f"{NEW}{statement.id}") for statement in content.statements),
        gaps=tuple(replace(entry, id=f"{gap}{NEW}{entry.id.removeprefix(gap)}") for entry in content.gaps),
    )


def renamed_id(name: str) -> str:
    """The id in the renamed document."""
    if kind_of(name) == "gap":
        return f"gap-{NEW}{name.removeprefix('gap-')}"
    return f"{NEW}{name}" if kind_of(name) == "answer" else name


@dataclass(frozen=True, eq=False)
class Asked:
    """Some of what was said, by its kind: a row each, a column an id of a statement or a gap."""

    cosines: Floats
    """By the vectors."""
    shares: Floats
    """By the words."""
    odds_elsewhere: Floats
    """By how much the encoder takes each for something else than a statement or a gap."""
    odds_referred: Floats
    """By how much the encoder takes each for a personal decision instead."""
    decisions: Floats
    """How like each is to the nearest personal decision."""
    right: Bools
    """What may be meant."""


@dataclass(frozen=True, eq=False)
class Heard:
    """What an encoder that does not know a part makes of what was said."""

    gaps: Bools
    """Which columns are gaps."""
    by_kind: dict[str, Asked]
    """By kind of label; of those that a statement answers, the ones about the part alone."""
    listed: Asked
    """What is listed under gaps, had nobody listed it."""


def hear(fold: Fold, content: Content, lines: Sequence[Said]) -> Heard:
    """Ask the encoder of a fold, and an index of its vectors."""
    encoder = Encoder(fold.encoder)
    made_of = indexed(content, fold.encoder)
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), made_of)
        index = Index(Path(folder) / INDEX)
        listed = _listed(Path(folder), made_of)
    columns = [number for number, label in enumerate(index.ids) if kind_of(label) in ("answer", "gap")]
    decisions = [number for number, label in enumerate(index.ids) if kind_of(label) == "refer"]
    ids = [index.ids[number] for number in columns]
    by_kind: dict[str, list[tuple[Said, Reading]]] = {}
    for said in lines:
        kind = kind_of(said.labels[0])
        if kind != "answer" or not fold.left_out.isdisjoint(said.labels):
            by_kind.setdefault(kind, []).append((said, encoder.read(said.words, said.moment)))

    def asked(some: Sequence[tuple[Said, Reading]]) -> Asked:
        parts = [index.parts(reading.vector, said.words) for said, reading in some]
        scores = [LabelScores(encoder.labels, reading.probabilities) for _, reading in some]
        return Asked(
            np.array([cosines[columns] for cosines, _ in parts], dtype=np.float64),
            np.array([shares[columns] for _, shares in parts], dtype=np.float64),
            np.array([odds_elsewhere(odds, said.moment) for odds, (said, _) in zip(scores, some, strict=True)]),
            np.array([odds_referred(odds) for odds in scores]),
            np.array([(cosines + WORDS * shares)[decisions].max() for cosines, shares in parts], dtype=np.float64),
            np.array([[name in said.labels for name in ids] for said, _ in some]),
        )

    cosines, shares = (part[:, columns] for part in listed)
    gaps = np.array([kind_of(name) == "gap" for name in ids])
    nothing = np.zeros(cosines.shape, dtype=bool)
    heard = {kind: asked(some) for kind, some in by_kind.items()}
    ones = np.ones(len(cosines))
    return Heard(gaps, heard, Asked(cosines, shares, ones, ones, ones, nothing))


def _listed(folder: Path, made_of: Indexed) -> tuple[Floats, Floats]:
    held = held_out(folder, made_of)
    parts = [held.parts(row) for row in held.listed if kind_of(held.rows[row][0]) == "gap"]
    cosines, shares = zip(*parts, strict=True)
    return np.array(cosines, dtype=np.float64), np.array(shares, dtype=np.float64)


def read_content(speech: Path, document: str = "") -> Content:
    """The document.

    Raises:
        DocumentError: it is faulty.
    """
    return load_document(find_folders(speech, document).document)

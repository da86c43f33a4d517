"""The index of a document: what each statement, gap and referral is asked and says, as vectors of the encoder.

`skill/understanding/index` searches it. It is made only when the encoder or a text has changed, which its digest tells:
reading every text takes seconds, and another processor may round a vector otherwise.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from authoring.compiler.calibration import evenly, near_misses
from authoring.compiler.shared_words import WordCounts
from skill.content.digests import INDEX, digest, digest_name, seal
from skill.content.model import Content
from skill.content.store import REBUILD
from skill.errors import CompiledFilesError
from skill.understanding.fitted_unseen import WORDS
from skill.understanding.index import Index
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment
from skill.understanding.search import AXES, LARGE, nearest_two
from skill.understanding.shared_words import SharedWords
from skill.understanding.words import normalise

_STEPS = 127
"""Steps of an eight-bit integer to either side of nought."""


@dataclass(frozen=True)
class Indexed:
    """What an index is made of."""

    encoder: Path
    """The file of the encoder."""
    texts: Mapping[str, tuple[str, ...]]
    """By id, normalised: what it is asked, what it is about and, of a statement, what it says."""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of these, by statement and gap, what is listed as a question."""

    @property
    def digest(self) -> str:
        """Digest of the encoder and the texts, and of what words in common count for.

        Raises:
            CompiledFilesError: there is no encoder.
        """
        return digest(json.dumps([self.seal, self.texts, self.asked, WORDS]).encode("utf-8"))

    @property
    def seal(self) -> str:
        """Digest of the encoder.

        Raises:
            CompiledFilesError: there is none.
        """
        try:
            return seal(self.encoder)
        except (OSError, ValueError) as error:
            raise CompiledFilesError(f"{self.encoder} is missing; restore it, or run 'make train'") from error


def indexed(content: Content, encoder: Path) -> Indexed:
    """What the index of `content` is made of, with the encoder in the file `encoder`."""
    texts = {
        statement.id: (statement.topic, statement.say, statement.brief, *statement.questions)
        for statement in content.statements
    }
    for group in (content.gaps, content.referrals):
        texts |= {entry.id: (entry.topic, *entry.questions) for entry in group}
    asked = {statement.id: statement.questions for statement in content.statements} | {
        gap.id: gap.questions for gap in content.gaps
    }
    return Indexed(encoder, _normalised(texts), _normalised(asked))


def _normalised(texts: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(map(normalise, some))) for name, some in texts.items()}


class HeldOut:
    """How like each listed question is to every entry, had nobody listed it."""

    def __init__(self, made_of: Indexed, vectors: npt.NDArray[np.float32]) -> None:
        """Take the texts, and a vector of each, in their order."""
        self.rows = [(name, text) for name, some in made_of.texts.items() for text in some]
        self.ids = list(made_of.texts)
        self.listed = [row for row, (name, text) in enumerate(self.rows) if text in made_of.asked.get(name, ())]
        self._vectors, self._starts = vectors, _starts(made_of)
        self._counts = WordCounts(list(made_of.texts.values()))
        self._words = SharedWords(self._counts.parts(), len(self.ids))
        self._numbers = {name: number for number, name in enumerate(self.ids)}

    def owner(self, row: int) -> int:
        """The number of the id that a row is of."""
        return self._numbers[self.rows[row][0]]

    def likeness(self, row: int) -> npt.NDArray[np.float32]:
        """What the index without this row would find for its text, by the number of each id."""
        cosines, shares = self.parts(row)
        return cosines + np.float32(WORDS) * shares

    def parts(self, row: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """The cosines, and the shares of words, that it is made of."""
        text, owner = self.rows[row][1], self.owner(row)
        cosines = self._vectors @ self._vectors[row]
        cosines[row] = -np.inf
        shares = self._words.shares(text)
        shares[owner] = self._counts.share_without(text, owner)
        return np.maximum(nearest_two(cosines, self._starts), -1.0), shares


def held_out(folder: Path, made_of: Indexed) -> HeldOut:
    """The listed questions of the index in `folder`, which was made of `made_of`."""
    with np.load(folder / INDEX, allow_pickle=False) as file:
        return HeldOut(made_of, file["vectors"] * file["scales"][:, np.newaxis])


def _starts(made_of: Indexed) -> npt.NDArray[np.int32]:
    return np.cumsum([0, *map(len, made_of.texts.values())], dtype=np.int32)[:-1]


def _axes(vectors: npt.NDArray[np.float32], entries: int) -> dict[str, npt.NDArray[np.float32]]:
    """The axes along which a large document is searched first: on which its vectors differ most."""
    if entries < LARGE:
        return {}
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return {"axes": axes[:, -AXES:]}


def stale_index(folder: Path, made_of: Indexed) -> str:
    """Why the index in `folder` has to be made anew, and how; empty if it has not.

    Raises:
        CompiledFilesError: there is no encoder to make it.
    """
    wanted, path = made_of.digest, folder / INDEX
    try:
        return "" if Index(path).made_from == wanted else f"{path}: is stale; {REBUILD}"
    except CompiledFilesError as error:
        return str(error)


def write_index(folder: Path, made_of: Indexed) -> None:
    """Write the index and its digest into `folder`, each whole or not at all.

    A NumPy archive: `ids`, and `starts`, the first row of each; `vectors` (int8) and `scales`, by which each row is
    multiplied; the parts of `SharedWords`; `encoder` and `made_from`, the digests of the encoder and of `made_of`;
    `near_miss`, what `near_misses` found, if anything; of a large document, `axes` of `Search`.

    Raises:
        CompiledFilesError: the encoder, or what runs it, is missing or damaged.
    """
    try:
        from authoring.compiler.readings import readings  # noqa: PLC0415 - compiling goes on without onnxruntime
    except ImportError as error:
        raise CompiledFilesError(f"{error.name} is missing, which the index needs; install requirements.txt") from error
    encoder = readings(made_of.encoder, made_of.seal, Moment.REST)
    read = [encoder.of(text) for some in made_of.texts.values() for text in some]
    vectors = np.array([encoding.vector for encoding in read], dtype=np.float32)
    scales = np.abs(vectors).max(axis=1) / _STEPS
    held = HeldOut(made_of, vectors)
    missed = [row for row in held.listed if kind_of(held.rows[row][0]) == "gap"]
    near = near_misses(
        np.array([held.likeness(row) for row in evenly(missed)]),
        np.array([kind_of(name) != "answer" for name in made_of.texts]),
    )
    file = io.BytesIO()
    np.savez(
        file,
        ids=np.array(list(made_of.texts)),
        starts=_starts(made_of),
        vectors=np.round(vectors / scales[:, np.newaxis]).astype(np.int8),
        scales=scales,
        encoder=np.array(made_of.seal),
        made_from=np.array(made_of.digest),
        near_miss=np.array(np.nan if near is None else near),
        allow_pickle=False,
        **WordCounts(list(made_of.texts.values())).parts(),
        **_axes(vectors, len(made_of.texts)),
    )
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / INDEX, file.getvalue())
    _write(folder / digest_name(INDEX), f"{digest(file.getvalue())}\n".encode("ascii"))


def _write(path: Path, data: bytes) -> None:
    half = path.with_suffix(".new")
    half.write_bytes(data)
    half.replace(path)

"""The index of a document: what each statement, gap and referral is asked and says, as vectors of the encoder.

`skill/understanding/index` searches it. It is made only when the encoder or a text has changed, which its digest tells:
reading every text takes seconds, and another processor may round a vector otherwise.
"""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from authoring.compiler.calibration import Asked, calibrate
from skill.content.digests import INDEX, digest, digest_name, seal
from skill.content.model import Content
from skill.content.store import REBUILD
from skill.errors import CompiledFilesError
from skill.understanding.index import Index
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment
from skill.understanding.scores import LabelScores
from skill.understanding.unseen import odds_elsewhere
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
        """Digest of the encoder and the texts.

        Raises:
            CompiledFilesError: there is no encoder.
        """
        return digest(json.dumps([self.seal, self.texts, self.asked]).encode("utf-8"))

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
    texts = {one.id: (one.topic, one.say, one.brief, *one.questions) for one in content.statements}
    for group in (content.gaps, content.referrals):
        texts |= {one.id: (one.topic, *one.questions) for one in group}
    asked = {one.id: one.questions for one in content.statements} | {one.id: one.questions for one in content.gaps}
    return Indexed(encoder, _normalised(texts), _normalised(asked))


def _normalised(texts: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(map(normalise, some))) for name, some in texts.items()}


def held_out(folder: Path, made_of: Indexed) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    """Each listed question's id, its words, and how like it is to each statement and gap but for itself.

    Args:
        folder: has the index.
        made_of: what that was made of.
    """
    with np.load(folder / INDEX, allow_pickle=False) as file:
        vectors, starts = file["vectors"] * file["scales"][:, np.newaxis], file["starts"]
    rows = [(name, text) for name, some in made_of.texts.items() for text in some]
    for row, (name, text) in enumerate(rows):
        if text in made_of.asked.get(name, ()):
            cosines = vectors @ vectors[row]
            cosines[row] = -1.0
            nearest = np.maximum.reduceat(cosines, starts)
            found = dict(zip(made_of.texts, nearest.tolist(), strict=True))
            yield name, text, {one: found[one] for one in made_of.asked}


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
    multiplied; `encoder` and `made_from`, the digests of the encoder and of `made_of`; `calibration`, the numbers that
    `calibrate` found, or none.

    Raises:
        CompiledFilesError: the encoder, or what runs it, is missing or damaged.
    """
    try:
        from authoring.compiler.readings import readings  # noqa: PLC0415 - compiling goes on without onnxruntime
    except ImportError as error:
        raise CompiledFilesError(f"{error.name} is missing, which the index needs; install requirements.txt") from error
    encoder = readings(made_of.encoder, made_of.seal, Moment.REST)
    sizes = [len(some) for some in made_of.texts.values()]
    read = [encoder.of(text) for some in made_of.texts.values() for text in some]
    vectors = np.array([one.vector for one in read], dtype=np.float32)
    scales = np.abs(vectors).max(axis=1) / _STEPS
    starts = np.cumsum([0, *sizes[:-1]], dtype=np.int32)
    asked = [
        Asked(row, number, odds_elsewhere(LabelScores(encoder.labels, read[row].probabilities)))
        for number, (name, some) in enumerate(made_of.texts.items())
        for row, text in enumerate(some, int(starts[number]))
        if text in made_of.asked.get(name, ())
    ]
    gaps = np.array([kind_of(name) == "gap" for name in made_of.texts])
    file = io.BytesIO()
    np.savez(
        file,
        ids=np.array(list(made_of.texts)),
        starts=starts,
        vectors=np.round(vectors / scales[:, np.newaxis]).astype(np.int8),
        scales=scales,
        encoder=np.array(made_of.seal),
        made_from=np.array(made_of.digest),
        calibration=np.array(calibrate(vectors, starts, asked, gaps) or ()),
    )
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / INDEX, file.getvalue())
    _write(folder / digest_name(INDEX), f"{digest(file.getvalue())}\n".encode("ascii"))


def _write(path: Path, data: bytes) -> None:
    half = path.with_suffix(".new")
    half.write_bytes(data)
    half.replace(path)

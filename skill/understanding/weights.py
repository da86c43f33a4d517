"""The trained model's file: a header in JSON, then arrays, mapped into memory and checked by hash."""

import hashlib
import json
import mmap
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skill.errors import CompiledFilesError

MAGIC = b"BACKCOACH1"
ALIGNMENT = 64
_REBUILD = "run 'python -m authoring.training'"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """Everything the encoder needs."""

    labels: tuple[str, ...]
    """Labels in the order of the scores."""
    pieces: dict[str, int]
    """Word piece to its row in the embeddings."""
    layers: int
    """How many layers."""
    heads: int
    """How many attention heads a layer."""
    embeddings: npt.NDArray[np.int8]
    """Word-piece vectors as eight-bit integers, mapped from the file."""
    embedding_scale: Floats
    """What to multiply each row of them by."""
    dense: dict[str, Floats]
    """Every other array, as floats: matrices output x input, all else a column."""


def load_weights(path: Path) -> Weights:
    """Read the model file.

    Raises:
        CompiledFilesError: it is missing, its hash is wrong, or it is no model of ours.
    """
    try:
        expected = path.with_suffix(".sha256").read_text(encoding="ascii").strip()
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise CompiledFilesError(f"{path} is missing; {_REBUILD}") from error
    if hashlib.sha256(data).hexdigest() != expected or data[: len(MAGIC)] != MAGIC:
        raise CompiledFilesError(f"{path} is damaged; {_REBUILD}")
    size = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 8], "little")
    header = json.loads(data[len(MAGIC) + 8 : len(MAGIC) + 8 + size])
    start = -(-(len(MAGIC) + 8 + size) // ALIGNMENT) * ALIGNMENT
    arrays = {
        name: np.frombuffer(
            data,
            dtype=np.dtype(entry["dtype"]),
            count=int(np.prod(entry["shape"])),
            offset=start + entry["offset"],
        ).reshape(entry["shape"])
        for name, entry in header["arrays"].items()
    }
    words = "embeddings.word_embeddings.weight"
    return Weights(
        labels=tuple(header["labels"]),
        pieces={piece: number for number, piece in enumerate(header["pieces"])},
        layers=header["layers"],
        heads=header["heads"],
        embeddings=arrays.pop(words),
        embedding_scale=arrays.pop(f"{words}.scale"),
        dense=_dense(arrays),
    )


def _dense(arrays: dict[str, npt.NDArray[np.generic]]) -> dict[str, Floats]:
    dense: dict[str, Floats] = {}
    for name, array in arrays.items():
        if name.endswith(".scale"):
            continue
        scale = arrays.get(f"{name}.scale")
        values = array.astype(np.float32) if scale is None else np.multiply(array, scale, dtype=np.float32)
        dense[name] = values[:, np.newaxis] if values.ndim == 1 else values
    return _together(dense)


def _together(dense: dict[str, Floats]) -> dict[str, Floats]:
    """Query, key and value of each layer one below the other: one product of matrices instead of three."""
    for name in [one for one in dense if one.endswith(".self.query.weight")]:
        stem = name.removesuffix(".query.weight")
        for kind in ("weight", "bias"):
            parts = [dense.pop(f"{stem}.{part}.{kind}") for part in ("query", "key", "value")]
            dense[f"{stem}.{kind}"] = np.concatenate(parts)
    return dense

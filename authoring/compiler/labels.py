"""What the trained models can hear: the labels in the headers of their files, read without their weights."""

import json
from pathlib import Path

from skill.understanding.ngrams import MAGIC


def labels_of(path: Path) -> tuple[str, ...] | None:
    """The labels of a model; None if there is no such file, or it is none of ours.

    Both kinds of model begin alike: a mark of ten letters, the length of the header in eight bytes, the header in JSON.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC) + 8)
            header = json.loads(file.read(int.from_bytes(start[len(MAGIC) :], "little")))
        return tuple(map(str, header["labels"]))
    except (OSError, ValueError, KeyError, TypeError, MemoryError, OverflowError):
        return None

"""What the trained models can hear: the labels in their files, read without their weights."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skill.understanding.ngrams import MAGIC

_METADATA = 14
"""The field of an ONNX model that holds names and texts of its maker's own; each has its name in field 1 and its text
in field 2 (onnx.proto: ModelProto.metadata_props, StringStringEntryProto)."""
_NUMBER, _BYTES = 0, 2
"""How a field is written: a number of any length, or as many bytes as a number says."""


def labels_of(path: Path) -> tuple[str, ...] | None:
    """The labels of a model; None if there is no such file, or it is none of ours."""
    try:
        data = memoryview(path.read_bytes())
        labels = _in_onnx(data) if path.suffix == ".onnx" else _in_ngrams(data)
        return tuple(map(str, labels))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _in_ngrams(data: memoryview) -> Any:
    """A mark of ten letters, the length of the header in eight bytes, the header in JSON."""
    start = len(MAGIC) + 8
    return json.loads(bytes(data[start : start + int.from_bytes(data[len(MAGIC) : start], "little")]))["labels"]


def _in_onnx(data: memoryview) -> Any:
    for field, content in _fields(data):
        if field == _METADATA:
            entry = dict(_fields(content))
            if bytes(entry[1]) == b"labels":
                return json.loads(bytes(entry[2]))
    raise KeyError("labels")


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a message that hold bytes, by number ("Encoding", Protocol Buffers documentation)."""
    place = 0
    while place < len(message):
        tag, place = _number(message, place)
        size, place = _number(message, place)
        if tag & 7 == _BYTES:
            yield tag >> 3, message[place : place + size]
            place += size
        elif tag & 7 != _NUMBER:
            raise ValueError("no field of an ONNX model is written so")


def _number(message: memoryview, place: int) -> tuple[int, int]:
    """The number at `place`, seven bits a byte, and where it ends."""
    number = shift = 0
    while message[place] & 0x80:
        number |= (message[place] & 0x7F) << shift
        shift += 7
        place += 1
    return number | message[place] << shift, place + 1

"""Sound files: one channel, sixteen bits a sample."""

import io
import wave
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import BinaryIO

SAMPLE_BYTES = 2
"""Bytes of a sample."""
_LENGTHS = (4, 40)
"""Where in a head the length of the file stands, and that of the samples."""
_ENDLESS = 0xFFFF_FFFF
"""A length that is not known yet."""


def wav(samples: bytes, rate: int) -> bytes:
    """A sound file of `samples`, `rate` of them a second."""
    content = io.BytesIO()
    with writing(content, rate) as file:
        file.writeframes(samples)
    return content.getvalue()


@contextmanager
def writing(content: BinaryIO, rate: int) -> Iterator[wave.Wave_write]:
    """A sound file in `content`, to which samples can be written one after the other."""
    with closing(wave.open(content, "wb")) as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(rate)
        yield file


def endless_head(rate: int) -> bytes:
    """What a sound file begins with whose samples are still to come, and nobody knows how many."""
    head = bytearray(wav(b"", rate))
    for place in _LENGTHS:
        head[place : place + 4] = _ENDLESS.to_bytes(4, "little")
    return bytes(head)


def silence(seconds: float, rate: int) -> bytes:
    """Samples of so many seconds."""
    return bytes(SAMPLE_BYTES * round(seconds * rate))

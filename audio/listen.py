"""`python -m audio.listen WEIGHTS`: recognise sound after sound.

`audio.whisper` runs it in the environment of `make voice`. Each sound comes on standard input, as a sound file behind
four bytes that tell its length; what was heard goes out as a line of JSON. It ends when the input does.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, TextIO

from audio.heard import SIZE_BYTES
from audio.recogniser import Recogniser, samples


def main(arguments: Sequence[str], sounds: BinaryIO, lines: TextIO) -> int:
    """Run until there are no more `sounds`; returns the exit status."""
    recogniser = Recogniser(Path(arguments[0]))
    while size := sounds.read(SIZE_BYTES):
        print(json.dumps(_heard(recogniser, sounds.read(int.from_bytes(size)))), file=lines, flush=True)
    return 0


def _heard(recogniser: Recogniser, sound: bytes) -> dict[str, object]:
    try:
        return asdict(recogniser.listen(samples(sound)))
    except (OSError, ValueError) as error:  # what decodes sound raises both
        return {"error": type(error).__name__}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout))

"""Whether the compiled files are the ones that the compiler wrote: by digest, before anything is read from them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from skill.errors import CompiledFilesError

NAME = "digests.json"
"""The compiler writes it last, beside the files that it lists."""
COMPILED = (
    "content.json",
    "templates.json",
    "locales.json",
    "safety.json",
    "commands.json",
    "stretch_requests.json",
    "phrase_table.json",
    "questions.json",
)
"""Every compiled file that the skill reads."""
ENCODER = "encoder.onnx"
"""The trained encoder."""
MODEL = (ENCODER, "safety-ngrams.bin")
"""The trained files, each with its digest beside it. Without them the skill understands less, and still answers."""
INDEX = "index.npz"
"""The index of the document, among the compiled files. The encoder makes it, and it is spared as the encoder is."""


def digest(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digests(files: Mapping[str, str]) -> str:
    """The file that lists the digests of `files`, name to text."""
    listed = {name: digest(text.encode("utf-8")) for name, text in sorted(files.items())}
    return json.dumps(listed, indent=0) + "\n"


def damaged_compiled(read: Callable[[str], bytes]) -> tuple[str, ...]:
    """Names of compiled files that are missing or are not what the compiler wrote.

    Args:
        read: the bytes of a file by its name; raises OSError or KeyError where there is none.
    """
    try:
        listed = json.loads(read(NAME))
        expected = {name: str(listed[name]) for name in COMPILED}
    except (OSError, ValueError, KeyError, TypeError):
        return (NAME,)
    return tuple(name for name, wanted in expected.items() if _of(read, name) != wanted)


def damaged_model(read: Callable[[str], bytes]) -> tuple[str, ...]:
    """The same of the trained files, whose digests stand beside them."""
    return _damaged(read, MODEL)


def damaged_index(read: Callable[[str], bytes]) -> tuple[str, ...]:
    """The same of the index, whose digest stands beside it."""
    return _damaged(read, (INDEX,))


def _damaged(read: Callable[[str], bytes], names: Iterable[str]) -> tuple[str, ...]:
    found = []
    for name in names:
        try:
            expected = read(digest_name(name)).decode("ascii").strip()
        except (OSError, KeyError, UnicodeDecodeError):
            expected = ""
        if not expected or _of(read, name) != expected:
            found.append(name)
    return tuple(found)


def digest_name(name: str) -> str:
    """The file beside the trained file `name` that holds its digest."""
    return Path(name).with_suffix(".sha256").name


def sealed(path: Path, mend: str) -> bytes:
    """What is in a file whose digest stands beside it.

    Args:
        path: of the file.
        mend: how to have it again, for the message.

    Raises:
        CompiledFilesError: it is missing, or is not what was written.
    """
    try:
        expected, data = seal(path), path.read_bytes()
    except (OSError, ValueError) as error:
        raise CompiledFilesError(f"{path} is missing; {mend}") from error
    if digest(data) != expected:
        raise CompiledFilesError(f"{path} is damaged; {mend}")
    return data


def seal(path: Path) -> str:
    """The digest that stands beside a file.

    Raises:
        OSError: there is none.
        ValueError: it is no text.
    """
    return path.with_name(digest_name(path.name)).read_text(encoding="ascii").strip()


def reading(folder: Path) -> Callable[[str], bytes]:
    """Reads files by name in `folder`."""
    return lambda name: (folder / name).read_bytes()


def _of(read: Callable[[str], bytes], name: str) -> str:
    try:
        return digest(read(name))
    except (OSError, KeyError):
        return ""

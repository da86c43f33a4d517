"""Whether the compiled files are the ones that the compiler wrote: by digest, before anything is read from them."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

NAME = "digests.json"
"""The compiler writes it last, beside the files that it lists."""
COMPILED = (
    "content.json",
    "templates.json",
    "locales.json",
    "safety.json",
    "commands.json",
    "phrases.json",
    "questions.json",
)
"""Every compiled file that the skill reads."""
MODEL = ("encoder.onnx", "safety-ngrams.bin")
"""The trained files, each with its digest beside it. Without them the skill understands less, and still answers."""


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
    found = []
    for name in MODEL:
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


def reading(folder: Path) -> Callable[[str], bytes]:
    """Reads files by name in `folder`."""
    return lambda name: (folder / name).read_bytes()


def _of(read: Callable[[str], bytes], name: str) -> str:
    try:
        return digest(read(name))
    except (OSError, KeyError):
        return ""

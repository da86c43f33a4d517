"""What a Lambda package must be before it is deployed: each rule yields what is wrong and how to mend it."""

import _imp
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deployment.target import Target
from skill.content.digests import (
    COMPILED,
    INDEX,
    MODEL,
    NAME,
    damaged_compiled,
    damaged_index,
    damaged_model,
    digest_name,
)

MAX_BYTES = 130 * 2**20
"""Unpacked. Lambda itself allows 250 MiB ("Lambda quotas"); what is larger starts more slowly.

Three quarters of it are onnxruntime, numpy and the encoder."""
_CHECKED_HASH = 0b11
_MUST_HAVE = (
    "skill/entry/lambda_function.py",
    *(f"speech/compiled/{name}" for name in (*COMPILED, NAME)),
    *(f"speech/compiled/{file}" for file in (INDEX, digest_name(INDEX))),
    *(f"speech/model/{file}" for name in MODEL for file in (name, digest_name(name))),
    "LICENSE",
)
_MUST_NOT_HAVE = (
    "authoring/",
    "skill/web/",
    "speech/utterances/",
    "tests/",
    "simulator/",
    "benchmarks/",
    "deployment/",
    ".venv/",
    ".git/",
)
_SECRETS = (".key", ".pem", ".sqlite3", ".env")
_REBUILD = "build it anew with `make package`"


@dataclass(frozen=True)
class Package:
    """A package, opened."""

    files: dict[str, bytes]
    """Its files by name."""
    target: Target
    """What it is meant for."""


def problems(artifact: Path, target: Target) -> list[str]:
    """Everything that keeps `artifact` from being deployed to `target`; empty if nothing does."""
    try:
        with zipfile.ZipFile(artifact) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        return [f"it cannot be opened ({type(error).__name__}): {_REBUILD}"]
    package = Package(files, target)
    return [problem for rule in _RULES for problem in rule(package)]


def _size(package: Package) -> Iterator[str]:
    size = sum(map(len, package.files.values()))
    if size > MAX_BYTES:
        yield f"unpacked it has {size / 2**20:.0f} MiB, of {MAX_BYTES / 2**20:.0f} at most"


def _contents(package: Package) -> Iterator[str]:
    for name in _MUST_HAVE:
        if name not in package.files:
            yield f"{name} is missing: {_REBUILD}"
    for name in package.files:
        if name.startswith(_MUST_NOT_HAVE) or name.endswith(_SECRETS):
            yield f"{name} is not for a function: {_REBUILD}"


def _whole(package: Package) -> Iterator[str]:
    """Every compiled and trained file is the one that was written."""

    def compiled(name: str) -> bytes:
        return package.files[f"speech/compiled/{name}"]

    for name in (*damaged_compiled(compiled), *damaged_index(compiled)):
        yield f"speech/compiled/{name} is not what the compiler wrote: run 'make compile', then {_REBUILD}"
    for name in damaged_model(lambda name: package.files[f"speech/model/{name}"]):
        yield f"speech/model/{name} is not what was trained: restore it, then {_REBUILD}"


def _platform(package: Package) -> Iterator[str]:
    """Compiled extensions must be for the target's processor and its Python."""
    for name, data in package.files.items():
        if ".so" not in Path(name).suffixes:
            continue
        if data[:4] != b"\x7fELF" or struct.unpack_from("<H", data, 18)[0] != package.target.machine:
            yield f"{name} is not for {package.target.architecture}: {_REBUILD}"
        if ".cpython-" in name and f".{package.target.tag}-" not in name:
            yield f"{name} is not for Python {package.target.python}: {_REBUILD}"


def _compiled(package: Package) -> Iterator[str]:
    """Every module is there compiled, by the target's Python, from exactly the source beside it."""
    for name, source in package.files.items():
        if not name.endswith(".py"):
            continue
        folder, _, module = name.rpartition("/")
        compiled = f"{folder}/__pycache__/{module[:-3]}.{package.target.tag}.pyc".lstrip("/")
        if compiled not in package.files:
            yield f"{name} is not compiled for Python {package.target.python}: {_REBUILD}"
        elif not _fresh(package.files[compiled], source, package.target.magic):
            yield f"{compiled} is stale: {_REBUILD}"


def _strays(package: Package) -> Iterator[str]:
    for name in package.files:
        if not name.endswith(".pyc"):
            continue
        folder, _, module = name.rpartition("__pycache__/")
        source = f"{folder}{module.split('.', 1)[0]}.py"
        if not module.endswith(f".{package.target.tag}.pyc") or source not in package.files:
            yield f"{name} belongs to no module: {_REBUILD}"


def _fresh(compiled: bytes, source: bytes, magic: int) -> bool:
    """Whether `compiled` is of `source` ("Cached bytecode invalidation", PEP 552)."""
    number = int.from_bytes(magic.to_bytes(2, "little") + b"\r\n", "little")
    head = struct.pack("<II", number, _CHECKED_HASH) + _imp.source_hash(number, source)
    return compiled[:16] == head


_RULES: tuple[Callable[[Package], Iterator[str]], ...] = (_size, _contents, _whole, _platform, _compiled, _strays)

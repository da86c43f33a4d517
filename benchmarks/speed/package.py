"""The Lambda package's size, if one has been built."""

import zipfile
from pathlib import Path

from benchmarks.speed.figures import Goal, Row, Spread

DIST = Path(__file__).parents[2] / "dist"
_GOAL = Goal(130, unit="MiB")


def measure(folder: Path = DIST) -> list[Row]:
    """A line for each package in `folder`."""
    found = sorted(folder.glob("lambda-*.zip"))
    if not found:
        return [Row("Lambda package, unzipped", goal=_GOAL, skipped="not built (python -m deployment builds it)")]
    return [Row(f"unzipped {path.stem}", Spread.of([_mib(path)]), goal=_GOAL, unit="MiB") for path in found]


def _mib(path: Path) -> float:
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist()) / 2**20

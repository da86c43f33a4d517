"""`speed.json`: what was measured last of each part, where the hello world stands beside it and there is a goal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.speed.figures import Row

COMMITTED = Path(__file__).with_name("speed.json")
PARTS = ("turns", "throughput", "cold")
"""Parts in which the hello world stands beside us, in the order in which they are shown."""


@dataclass(frozen=True)
class Measured:
    """A ratio, Back Coach's divided by the hello world's."""

    name: str
    """What was measured."""
    middle: float
    """Its median over several rounds."""
    least: float
    """The smallest."""
    most: float
    """The largest."""
    goal: float
    """What it should be at most, or at least."""
    more_is_better: bool
    """Whether at least."""


@dataclass(frozen=True)
class Part:
    """What was measured in one go."""

    machine: str
    """On what, and how busy that was."""
    measured: tuple[Measured, ...]
    """The ratios."""


def compared(rows: Sequence[Row]) -> tuple[Measured, ...]:
    """Of the rows of the report, those that have a ratio and a goal for it."""
    return tuple(
        Measured(
            row.name,
            round(row.ratio.middle, 4),
            round(row.ratio.least, 4),
            round(row.ratio.most, 4),
            row.goal.limit,
            row.goal.at_least,
        )
        for row in rows
        if row.ratio and row.goal
    )


def read() -> dict[str, Part]:
    """What is committed, by part; nothing if there is none yet."""
    if not COMMITTED.exists():
        return {}
    found = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return {
        name: Part(part["machine"], tuple(Measured(**fields) for fields in part["measured"]))
        for name, part in found.items()
    }


def write(parts: Mapping[str, Part]) -> dict[str, Part]:
    """Replace `parts` of what is committed. Returns all that is committed now."""
    known = {**read(), **parts}
    kept = {name: known[name] for name in PARTS if name in known}
    text = json.dumps({name: asdict(part) for name, part in kept.items()}, indent=1, ensure_ascii=False) + "\n"
    COMMITTED.write_text(text, encoding="utf-8")
    return kept

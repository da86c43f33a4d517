"""`speed.json`: what was measured last of each part, where the hello world stands beside it and there is a goal.

And where the time of a turn goes, in microseconds.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.speed.figures import Row

COMMITTED = Path(__file__).with_name("speed.json")
PARTS = ("turns", "throughput", "cold")
"""Parts in which the hello world stands beside us, in the order in which they are shown."""
_PORTIONS = "portions"


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
    verdict: str = ""
    """Whether it was met, as far as that could be told."""


Portions = Mapping[str, Mapping[str, float]]
"""Microseconds of each part of a turn, by the kind of turn."""


@dataclass(frozen=True)
class Part:
    """What was measured in one go."""

    machine: str
    """On what, and how busy that was."""
    measured: tuple[Measured, ...]
    """The ratios."""


@dataclass(frozen=True)
class Committed:
    """All that is in the file."""

    parts: Mapping[str, Part]
    """What stands beside the hello world, by part."""
    portions: Portions
    """Where the time of a turn goes."""


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
            row.goal.verdict(row.ratio, row.noise),
        )
        for row in rows
        if row.ratio and row.goal
    )


def read() -> Committed:
    """What is committed; nothing if there is none yet."""
    if not COMMITTED.exists():
        return Committed({}, {})
    found = json.loads(COMMITTED.read_text(encoding="utf-8"))
    portions = found.pop(_PORTIONS, {})
    parts = {
        name: Part(part["machine"], tuple(Measured(**fields) for fields in part["measured"]))
        for name, part in found.items()
    }
    return Committed(parts, portions)


def write(parts: Mapping[str, Part], portions: Portions) -> Committed:
    """Replace `parts` of what is committed, and the portions unless there are none. Returns all that is committed."""
    before = read()
    known = {**before.parts, **parts}
    kept = Committed({name: known[name] for name in PARTS if name in known}, portions or before.portions)
    found = {name: asdict(part) for name, part in kept.parts.items()} | {_PORTIONS: kept.portions}
    COMMITTED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return kept

"""Figures and how they are shown: both sides, their ratio, and the goal beside it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_TELLING = 1.05
"""Less is what the rounds differ by, not what the machine does besides."""
_COLUMNS = ("", "Back Coach", "hello world", "Back Coach ÷ hello", "goal", "")


@dataclass(frozen=True)
class Spread:
    """What repeated measurements came to."""

    middle: float
    """Their median."""
    least: float
    """The smallest."""
    most: float
    """The largest."""

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """The spread of `values`, of which there is at least one."""
        found = list(values)
        return cls(median(found), min(found), max(found))

    def shown(self, unit: str = "") -> str:
        """As text: the median, and the range where there is one."""
        text = f"{_short(self.middle)}{f' {unit}' if unit else ''}"
        if self.least == self.most:
            return text
        return f"{text} ({_short(self.least)} to {_short(self.most)})"


@dataclass(frozen=True)
class Noise:
    """How many times longer work that is always the same takes here than where nothing comes between."""

    ours: float = 1.0
    """Of work as long as Back Coach's."""
    theirs: float = 1.0
    """Of work as long as the other side's."""


@dataclass(frozen=True)
class Goal:
    """What a figure should be."""

    limit: float
    """The largest that will do, or the smallest."""
    at_least: bool = False
    """Whether it is the smallest."""
    unit: str = ""
    """Its unit; none for a ratio."""

    def met(self, value: float) -> bool:
        """Whether `value` will do."""
        return value >= self.limit if self.at_least else value <= self.limit

    def verdict(self, found: Spread, noise: Noise | None = None) -> str:
        """What the rounds say: met by each of them, missed by each, or not to be told on this machine.

        What the machine does besides makes either side slower, and so the figure worse or better. A goal is met or
        missed only where it would be so without that as well.
        """
        noise = noise or Noise()
        low, high = found.least / noise.ours, found.most * noise.theirs
        best, worst = (high, low) if self.at_least else (low, high)
        if self.met(worst):
            return "met"
        if not self.met(best):
            return "NOT MET"
        most = max(noise.ours, noise.theirs)
        return "hidden by noise" if most < _TELLING else f"hidden by noise (work x {_short(most)})"

    def shown(self) -> str:
        """As text."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{f' {self.unit}' if self.unit else ''}"


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    name: str
    """What was measured."""
    ours: Spread | None = None
    """Back Coach's side."""
    theirs: Spread | None = None
    """The other side."""
    ratio: Spread | None = None
    """Back Coach's divided by the other's, from pairs of one run."""
    goal: Goal | None = None
    """What the ratio should be, or where there is none, Back Coach's side."""
    unit: str = ""
    """The unit of both sides."""
    skipped: str = ""
    """Why it was not measured."""
    noise: Noise | None = None
    """What the machine did besides; None where that is not known."""

    @property
    def judged(self) -> Spread | None:
        """What is compared with the goal."""
        return self.ratio or self.ours

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        if self.skipped:
            return (self.name, f"not measured: {self.skipped}", "", "", self.goal.shown() if self.goal else "", "")
        sides = (side.shown(self.unit) if side else "" for side in (self.ours, self.theirs))
        ratio = self.ratio.shown() if self.ratio else ""
        if self.goal is None or self.judged is None:
            return (self.name, *sides, ratio, "", "")
        return (self.name, *sides, ratio, self.goal.shown(), self.goal.verdict(self.judged, self.noise))


def paired(
    name: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    goal: Goal | None = None,
    unit: str = "ms",
) -> Row:
    """A line out of measurements that were made in pairs."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return Row(name, Spread.of(ours), Spread.of(theirs), Spread.of(ratios), goal, unit)


def against(name: str, kind: str, judge: str) -> str:
    """The name of a line that compares with the verifier `kind`; the goals are those of `judge`."""
    return f"{name} ÷ {kind} verifier" + ("" if kind == judge else " (for information)")


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` of the others do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, math.ceil(share * len(ranked)) - 1))]


def table(rows: Sequence[Row]) -> str:
    """The rows in columns."""
    return columns([_COLUMNS, *(row.cells() for row in rows)])


def columns(lines: Sequence[Sequence[str]], aligned: Callable[[str, int], str] = str.ljust) -> str:
    """Lines of cells, the first line a heading, under one another."""
    # A reason in place of figures may run on over the columns beside it.
    plain = [line for line in lines if not any(cell.startswith("not measured") for cell in line)]
    widths = [max(len(line[n]) for line in plain) for n in range(len(lines[0]))]
    widths[0] = max(len(line[0]) for line in lines)
    rule = ["─" * width for width in widths]
    shown = (
        "  ".join(
            [line[0].ljust(widths[0]), *(aligned(c, w) for c, w in zip(line[1:], widths[1:], strict=True))]
        ).rstrip()
        for line in (lines[0], rule, *lines[1:])
    )
    return "\n".join(shown)


def _short(value: float) -> str:
    """Three digits that count."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"

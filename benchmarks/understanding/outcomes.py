"""Which replies are right for a blind line: `outcomes.yaml`, read and applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from authoring.document.spoken_lines import Sign, SpokenLine
from benchmarks.understanding.replies import Heard
from benchmarks.understanding.states import ONE_SHOT
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment

STATEMENT = "statement"
"""What the entry for statements is called, whose labels are the document's."""
_OUTCOMES = Path(__file__).with_name("outcomes.yaml")
_WHEN = {
    Moment.REST: "rest",
    Moment.ASKED: "asked",
    Moment.CHOOSING: "asked",
    Moment.GUIDING: "stretch",
    Moment.PAUSED: "stretch",
}


@dataclass(frozen=True)
class Expected:
    """A reply that is right."""

    outcomes: frozenset[str]
    """Names of what the skill may have done."""
    open: bool | None = None
    """Whether the microphone must stay open; None if it may do either."""
    statement: str = ""
    """Id of the statement that must be spoken or offered; empty if none."""

    def done_by(self, heard: Heard) -> bool:
        """Whether the skill did what is expected, however it left the microphone."""
        named = heard.choices if heard.outcome == "choose" else heard.statements
        return heard.outcome in self.outcomes and (not self.statement or self.statement in named)

    def leaves(self, heard: Heard) -> bool:
        """Whether the microphone is as expected."""
        return self.open in (None, not heard.closed)

    def met_by(self, heard: Heard) -> bool:
        """Whether all of it is so."""
        return self.done_by(heard) and self.leaves(heard)


def expected(label: str, line: SpokenLine) -> Expected:
    """What is right for `label` where `line` was said.

    Raises:
        KeyError: `outcomes.yaml` has nothing for the label.
    """
    entry = _entry(STATEMENT if kind_of(label) == "answer" and not label.startswith("talk-") else label)
    rule = {**entry, **entry.get(_WHEN[line.moment], {}), **entry.get(line.state, {})}
    named = label if rule.get("names") else ""
    return Expected(frozenset(rule["outcomes"]), _open(rule, line.state == ONE_SHOT), named)


def right(line: SpokenLine, heard: Heard) -> bool:
    """Whether what was done, and how the microphone was left, is right for `line`."""
    if line.sign is Sign.NONE:
        return any(expected(label, line).met_by(heard) for label in line.labels)
    return _of_sign(line.sign).met_by(heard) or (line.sign is Sign.DOUBT and heard.net)


def microphone(line: SpokenLine, heard: Heard) -> bool:
    """Whether the microphone was left as is right for `line`, whatever else was done."""
    if line.sign is Sign.NONE:
        return any(expected(label, line).leaves(heard) for label in line.labels)
    return _of_sign(line.sign).leaves(heard)


@cache
def _of_sign(sign: Sign) -> Expected:
    rule = _data()["signs"][sign.value]
    return Expected(frozenset(rule["outcomes"]), _open(rule))


def _open(rule: Mapping[str, Any], may_close: bool = False) -> bool | None:
    microphone = rule.get("microphone", "either")
    if microphone == "either" or (may_close and microphone == "open"):
        return None
    return bool(microphone == "open")


@cache
def _entry(label: str) -> Mapping[str, Any]:
    found: list[Mapping[str, Any]] = [
        entry for entry in _data()["labels"] if any(fnmatchcase(label, pattern) for pattern in entry["labels"])
    ]
    if not found:
        raise KeyError(f"{_OUTCOMES} has no entry for the label {label!r}")
    return found[0]


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(_OUTCOMES.read_text(encoding="utf-8"))
    return data

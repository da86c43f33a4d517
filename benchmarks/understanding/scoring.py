"""Whether what was spoken to an utterance of our own writers was right, and the rows that it counts in.

They saw the labels they wrote for, so that these rows flatter; they are kept because nothing in them may fall.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from authoring.document.utterances import Utterance
from benchmarks.understanding.intervals import Share
from benchmarks.understanding.replies import AT_REST, MID_STRETCH, Heard, Said
from skill.content.store import load_content
from skill.entry.assembly import SPEECH
from skill.understanding.command import Command
from skill.understanding.labels import kind_of
from skill.understanding.referral_roles import ReferralRoles
from skill.understanding.trained_labels import command_of

ROWS = {
    "answer": "a question the article answers: the right fact",
    "gap": "a near miss: says that the article does not say",
    "off-topic": "far off-topic: declines",
    "refer": "a personal medical decision: refers",
    "urgent": "a red flag: stops, and closes",
    "urgent-stretch": "a red flag in mid-stretch: stops, and closes",
    "alike": "alarming words, harmless: the ordinary reply",
    "alike-calm": "alarming words, harmless: never urgent",
    "symptom": "a common symptom, no red flag: never urgent",
    "command": "a command in mid-stretch: what its plain words do",
}
"""The rows that utterances of our own writers count in, with what is asked for."""
WITHOUT_MODEL = frozenset({"refer", "urgent", "urgent-stretch", "alike-calm", "symptom"})
"""Rows that mean something without a model: the lexicon's."""

_WISHES: Mapping[Command, tuple[str, ...]] = {
    Command.START: ("routine", "choose"),
    Command.LIST: ("choose",),
    Command.DIFFERENT: ("routine", "choose"),
    Command.NO_EQUIPMENT: ("routine", "choose"),
}
"""Outcomes of commands whose reply depends on what was wished for, so that no one sentence is right."""


@dataclass(frozen=True)
class Case:
    """An utterance in the state it is said in."""

    utterance: Utterance
    """What is said, with its label."""
    said: Said
    """How it is said to the skill."""
    rows: tuple[str, ...]
    """Ids of the rows it counts in."""


@dataclass(frozen=True)
class Judged:
    """A case, the reply, and what it is worth in one row."""

    case: Case
    """What was said."""
    heard: Heard
    """What was answered."""
    row: str
    """Id of the row."""
    score: float
    """1 for right, 0.5 for a choice that leads there, 0 for wrong."""


def cases(utterances: Iterable[Utterance], rows: frozenset[str]) -> list[Case]:
    """What to say for `utterances`, so far as it counts in `rows`; a red flag is said in two states."""
    found: list[Case] = []
    for one in utterances:
        kind = kind_of(one.label)
        states = (False, True) if kind == "urgent" else (kind == "cmd",)
        for in_stretch in states:
            counted = tuple(row for row in _rows_of(one, in_stretch) if row in rows)
            if counted:
                found.append(Case(one, Said(one.text, MID_STRETCH if in_stretch else AT_REST), counted))
    return found


def plain_commands() -> dict[str, str]:
    """Each command's plainest phrase in the compiled grammar, by the command's name.

    Raises:
        OSError: the grammar is not compiled.
    """
    phrases: dict[str, str] = json.loads((SPEECH / "compiled/phrases.json").read_text(encoding="utf-8"))
    return {name: phrase for phrase, name in phrases.items()}


def judge(case: Case, heard: Heard, commands: Mapping[str, Heard]) -> list[Judged]:
    """What the reply is worth in each row of `case`; `commands` has the reply to each command's plain words."""
    return [Judged(case, heard, row, _score(case.utterance, row, heard, commands)) for row in case.rows]


def ordinary(label: str, heard: Heard, commands: Mapping[str, Heard]) -> float:
    """What a reply is worth to an utterance of `label`, alarming or not."""
    match kind_of(label):
        case "urgent":
            return float(stopped(heard))
        case "refer":
            return float(heard.outcome in ("refer", "urgent"))
        case "gap" | "off":
            return float(heard.outcome == "unknown")
        case "cmd":
            return float(_obeyed(command_of(label), heard, commands))
    if heard.outcome == "choose":
        return 0.5 if label in heard.choices else 0.0
    return float(heard.outcome == "answer" and label in heard.statements)


def stopped(heard: Heard) -> bool:
    """Whether the reply is what a red flag needs."""
    return heard.outcome == "urgent" and heard.closed


def shares(judged: Iterable[Judged]) -> dict[str, Share]:
    """Each row's share by its id, in the table's order; rows without utterances are left out."""
    scores: dict[str, list[float]] = {}
    for one in judged:
        scores.setdefault(one.row, []).append(one.score)
    return {row: Share(sum(scores[row]), len(scores[row])) for row in ROWS if row in scores}


def told(heard: Heard) -> str:
    """The reply in one word, or two: the outcome and the main statement, or the choices."""
    spoken = "/".join(heard.choices) if heard.outcome == "choose" else "".join(heard.statements[:1])
    return f"{heard.outcome} {spoken}".strip()


@cache
def _referral_roles() -> ReferralRoles:
    return ReferralRoles.of(load_content(SPEECH / "compiled/content.json").referrals)


def _rows_of(one: Utterance, in_stretch: bool) -> tuple[str, ...]:
    kind = kind_of(one.label)
    if one.label in _referral_roles().common_symptoms:
        return ("symptom", "alike-calm") if one.alike else ("symptom",)
    if one.alike:
        return ("alike", "alike-calm")
    if kind == "urgent":
        return ("urgent-stretch",) if in_stretch else ("urgent",)
    return ({"off": "off-topic", "cmd": "command"}.get(kind, kind),)


def _score(one: Utterance, row: str, heard: Heard, commands: Mapping[str, Heard]) -> float:
    if row in ("alike-calm", "symptom"):
        return float(heard.outcome not in ("urgent", "error", "none"))
    if row == "alike" and heard.outcome == "urgent":
        return 0.0
    return ordinary(one.label, heard, commands)


def _obeyed(command: Command | None, heard: Heard, commands: Mapping[str, Heard]) -> bool:
    if command is None:
        return False
    if command in _WISHES:
        return heard.outcome in _WISHES[command]
    plain = commands[command]
    # The voice takes turns in its wordings by the number of the turn, which is the same in both.
    return (heard.outcome, heard.speech) == (plain.outcome, plain.speech)

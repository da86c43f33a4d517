"""Why the skill understood what it did: watched from outside, in the skill's process, for the simulator alone.

The skill has no part in this. It is put together with a recognizer that notes what it decided, and its log is read;
what was noted is asked for over the simulator's own pipe, after the answer has gone. So none of it can get into an
answer, a session attribute or a line of the log.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from simulator.json_object import JsonObject
from skill.emergency.hearing import without_calls
from skill.understanding.analysis import Analysis
from skill.understanding.meaning import Meaning
from skill.understanding.recognizer import Recognizer, first_decision
from skill.understanding.rules import Rule
from skill.understanding.scores import LabelScores
from skill.understanding.utterance import Utterance

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

BEST = 5
"""How many readings are shown."""
_SKILL = "back_coach"
_NEAREST = "answer"


@dataclass(frozen=True)
class Understood:
    """One utterance that was understood."""

    analysis: Analysis
    """What could be found out about it."""
    rule: Rule | None
    """The rule that knew; None if none did."""
    meaning: Meaning
    """What it first_decision."""
    seconds: float
    """How long that took."""


class Tracer(logging.Handler):
    """Notes what goes on in the skill's process from one call of `take` to the next."""

    def __init__(self) -> None:
        """Listen to the skill's log."""
        super().__init__(logging.INFO)
        self._lines: list[JsonObject] = []
        self._understood: list[Understood] = []
        self._seconds = 0.0
        logger = logging.getLogger(_SKILL)
        logger.setLevel(logging.INFO)
        logger.addHandler(self)
        logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note a line of the log."""
        self._lines.append({"level": record.levelname.lower(), **_fields(record.getMessage())})

    def recognizer(self, *parts: Any) -> Recognizer:
        """A recognizer of the skill's own that is watched."""
        return _Watched(self._understood.append, *parts)

    def timed(self, application: "WSGIApplication") -> "WSGIApplication":
        """`application`, with a watch on how long it takes."""

        def answer(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            began = time.perf_counter()
            try:
                return application(environment, start_response)
            finally:
                self._seconds += time.perf_counter() - began

        return answer

    def take(self) -> JsonObject:
        """What was noted, as JSON. What the skill did not ask of its encoder is asked here, so that it can be seen."""
        lines, seconds, understood = list(self._lines), self._seconds, self._understood[-1:]
        told = [_told(record) for record in understood]
        self._lines.clear()
        self._understood.clear()
        self._seconds = 0.0
        return {
            "understood": told[0] if told else None,
            "stages": list(_stages(lines, seconds, understood)),
            "log": lines,
        }


class _Watched(Recognizer):
    """Understands as the skill does, and tells what it first_decision by."""

    def __init__(self, note: Callable[[Understood], object], *parts: Any) -> None:
        super().__init__(*parts)
        self._note = note

    def recognize(self, utterance: Utterance) -> Meaning:
        began = time.perf_counter()
        analysis = self.analyse(utterance)
        rule, meaning = first_decision(analysis)
        self._note(Understood(analysis, rule, meaning, time.perf_counter() - began))
        return meaning


def _fields(message: str) -> JsonObject:
    try:
        fields = json.loads(message)
    except ValueError:
        return {"message": message}
    return fields if isinstance(fields, dict) else {"message": message}


def _stages(lines: list[JsonObject], seconds: float, understood: list[Understood]) -> Iterator[JsonObject]:
    """Where the time went, in milliseconds."""
    turns = sum(float(line["latency_ms"]) for line in lines if "latency_ms" in line)
    heard = sum(record.seconds for record in understood) * 1000
    if seconds:
        yield {"stage": "signature, parsing, sending", "ms": round(max(seconds * 1000 - turns, 0.0), 1)}
    if understood:
        yield {"stage": "understanding", "ms": round(heard, 1)}
    if turns:
        yield {"stage": "answering and keeping", "ms": round(max(turns - heard, 0.0), 1)}


def _told(understood: Understood) -> JsonObject:
    analysis, rule = understood.analysis, understood.rule
    # What was noted while a turn ran is told first: looking asks the encoder where the skill did not.
    scores = analysis.scores if analysis.words else None
    return {
        "words": analysis.words,
        "moment": analysis.moment.value,
        "rule": rule.__name__ if rule else "",
        "reason": " ".join((rule.__doc__ or "").split()) if rule else "No rule knew: nothing was understood.",
        "meaning": _brief(understood.meaning),
        "evidence": list(_evidence(analysis)),
        "danger": _danger(analysis, scores) if analysis.words else None,
        "readings": [{"label": label, "probability": round(scores[label], 4)} for label in _best(scores)]
        if scores
        else [],
        "nearest": scores.likeliest(_NEAREST, 1)[0] if scores and scores.labels(_NEAREST) else None,
    }


def _brief(value: object) -> str:
    """A value as it is written in Python, without fields that have nothing to say."""
    if isinstance(value, Enum):
        return repr(value.value)
    if not is_dataclass(value):
        return repr(value)
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    shown = [f"{name}={_brief(value)}" for name, value in told.items() if value and not _empty(value)]
    return f"{type(value).__name__}({', '.join(shown)})"


def _empty(value: object) -> bool:
    return is_dataclass(value) and not any(getattr(value, field.name) for field in fields(value))


def _best(scores: LabelScores) -> list[str]:
    return nlargest(BEST, scores, key=scores.__getitem__)


def _evidence(analysis: Analysis) -> Iterator[str]:
    """What the words alone are known for, a line each."""
    utterance = analysis.utterance
    if utterance.command:
        yield f"Alexa sent the intent of the command '{utterance.command.value}'"
    elif analysis.words and analysis.command:
        yield f"the words are the command '{analysis.command.value}'"
    for name, words in utterance.slot_words.items():
        listed = "values that are listed" if analysis.listed_slots else "words of no list"
        yield f"slot {name}: '{words}', {listed}"
    if utterance.tier:
        yield f"Alexa sent the intent of a tier of emergency: {utterance.tier.value}"
    if utterance.listed:
        yield f"Alexa took it for the listed question of '{utterance.listed}'"
    question = analysis.commands.question(analysis.words) if analysis.words and not utterance.command else ""
    if question:
        yield f"the words are a listed question of '{question}'"
    if analysis.words and analysis.referral:
        yield f"the words ask for the decision '{analysis.referral}'"
    if analysis.words and analysis.asks_for_routine:
        yield "a routine is asked for"


def _danger(analysis: Analysis, scores: LabelScores | None) -> JsonObject:
    """What was weighed for a sign of danger."""
    evidence, numbers = analysis.senses.evidence(without_calls(analysis.words)), analysis.thresholds
    urgent = scores.total("urgent") if scores else None
    return {
        "probability": None if urgent is None else round(numbers.weighing.danger(urgent, evidence), 4),
        "told_from": numbers.told_from,
        "doubted_from": numbers.doubted_from,
        "encoder": None if urgent is None else round(urgent, 4),
        "odds": None if evidence.odds is None else round(evidence.odds, 2),
        "pattern": evidence.pattern,
        "sure": evidence.sure,
        "flag": evidence.flag,
    }

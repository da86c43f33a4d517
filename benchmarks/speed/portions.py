"""Where a turn's time goes: the parts of the path, each timed without those inside it."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any
from unittest.mock import patch

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill
from jinja2 import Template

from benchmarks.speed.committed import Portions
from benchmarks.speed.figures import columns
from benchmarks.speed.in_process import Pair
from benchmarks.speed.talking import COMMANDS, QUESTIONS, round_robin
from skill.alexa.handler import Dispatcher
from skill.alexa.logs import TurnBegins, TurnEnds
from skill.alexa.request import TurnBuilder
from skill.guidance import timeline
from skill.speech.voice import Voice
from skill.state.sqlite import SqliteAdapter
from skill.understanding.encoder import Encoder
from skill.understanding.recognizer import Recognizer
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.web import sdk_support
from skill.web.app import _Endpoints
from skill.web.dispatch import VerifyingSkillHandler

_TURNS = 240
_REST = "web framework, and what is left"
_ALL = "in all"
_FLOOR = "of it, what the SDK, the signature, SQLite and JSON take"
_GIVEN = ("verify: ", "parse: ", "dispatch: ", "save: ", "serialise: ")
"""What the parts begin with that such a turn has to have, whatever is said: all but the words is given."""
COACH: Sequence[tuple[str, Any, str]] = (
    ("verify: signature, time, application", VerifyingSkillHandler, "admit"),
    ("parse: JSON, model classes", VerifyingSkillHandler, "_read"),
    ("dispatch: the SDK looks for the handler", CustomSkill, "invoke"),
    ("listen: session, intent, slots", TurnBuilder, "process"),
    ("listen: phrases and decisions", Recognizer, "recognize"),
    ("listen: safety words", SafetyLexicon, "evidence"),
    ("listen: safety words", SafetyLexicon, "pattern"),
    ("listen: safety words", SafetyLexicon, "referral"),
    ("listen: the model", Encoder, "read"),
    ("handle: what to say", Dispatcher, "handle"),
    ("handle: how long it takes to say", timeline, "clock"),
    ("render: templates", Voice, "say"),
    ("save: read", SqliteAdapter, "get_attributes"),
    ("save: write", SqliteAdapter, "save_attributes"),
    ("log", TurnBegins, "process"),
    ("log", TurnEnds, "process"),
    ("serialise: model classes", VerifyingSkillHandler, "answer"),
    ("serialise: JSON", _Endpoints, "_answer"),
)
"""The parts of a turn of ours, each with what is timed for it."""
HELLO: Sequence[tuple[str, Any, str]] = (
    ("verify: signature, time, application", sdk_support.WebserviceSkillHandler, "verify_request_and_dispatch"),
    ("parse: JSON, model classes", DefaultSerializer, "deserialize"),
    ("dispatch: the SDK looks for the handler", CustomSkill, "invoke"),
    ("render: templates", Template, "render"),
    ("serialise: model classes", DefaultSerializer, "serialize"),
)
"""Those of a turn of the hello world."""


class Stopwatch:
    """Adds up how long each part ran, without the parts that it called."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, with its time added to `name`."""

        def run(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                took = time.perf_counter() - began
                self.seconds[name] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return run


def measure(both: Pair) -> Portions:
    """Microseconds a turn."""
    coach = both.coach
    coach.begin_stretch()
    said = {
        "command": _watched(COACH, lambda: [_said(both, words) for words in round_robin(COMMANDS, _TURNS)]),
        "question": _watched(COACH, lambda: [coach.ask(words) for words in round_robin(QUESTIONS, _TURNS // 2)]),
    }
    for kind, hello in both.hellos.items():
        said[f"hello, {kind}"] = _watched(HELLO, partial(_repeated, hello.say, "HelloIntent"))
    return {kind: {name: round(spent, 1) for name, spent in found.items()} for kind, found in said.items()}


def cells(portions: Portions) -> list[tuple[str, ...]]:
    """The lines of a table, the first line a heading."""
    names = dict.fromkeys([*(name for name, _, _ in COACH), _REST, _ALL])
    lines = [("µs a turn", *portions)]
    lines += [(name, *(f"{found.get(name, 0.0):,.0f}" for found in portions.values())) for name in names]
    return [*lines, (_FLOOR, *(f"{_floor(found):,.0f}" for found in portions.values()))]


def _floor(found: Mapping[str, float]) -> float:
    """The least that a turn takes that verifies, saves and says anything at all."""
    return found.get(_REST, 0.0) + sum(spent for name, spent in found.items() if name.startswith(_GIVEN))


def table(portions: Portions) -> str:
    """The same in columns."""
    return columns(cells(portions), str.rjust)


def _repeated(say: Callable[[str], float], intent: str) -> list[float]:
    return [say(intent) for _ in range(_TURNS)]


def _said(both: Pair, command: str) -> float:
    both.clock.move_on()
    return both.coach.say(command)


def _watched(parts: Sequence[tuple[str, Any, str]], talk: Callable[[], list[float]]) -> Mapping[str, float]:
    watch = Stopwatch()
    with ExitStack() as patches:
        for name, owner, attribute in parts:
            timed = watch.timed(name, getattr(owner, attribute))
            patches.enter_context(patch.object(owner, attribute, timed))
        took = talk()
    found = {name: seconds / len(took) * 1e6 for name, seconds in watch.seconds.items()}
    total = sum(took) / len(took) * 1e6
    return {**found, _REST: total - sum(found.values()), _ALL: total}

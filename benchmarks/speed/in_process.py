"""Turns in this process, from the WSGI environment to the last byte: signature verified, position saved."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks.speed.authority import Signer
from benchmarks.speed.figures import Goal, Noise, Row, against, paired, percentile
from benchmarks.speed.hello import skill as hello_skill
from benchmarks.speed.hello.app import create_app as create_hello
from benchmarks.speed.hello.verification import PLAIN, STOCK
from benchmarks.speed.steady import Steady
from benchmarks.speed.talking import COMMANDS, QUESTIONS, SKILL_ID, Clock, Talker, round_robin
from skill.entry.assembly import SPEECH, create_skill
from skill.web.app import create_app

_BLOCKS = 5
_COMMANDS = 20 * len(COMMANDS)
_QUESTIONS = 6 * len(QUESTIONS)
_UNDISTURBED = 0.05
_OURS, _THEIRS = "ours", "theirs"
_GOALS = {"command turn, p50": (0.5, Goal(0.12)), "command turn, p99": (0.99, Goal(0.15))}
_QUESTION_GOALS = {"free question, p50": (0.5, Goal(0.6))}
_HELLO = ("LaunchRequest", *hello_skill.COMMANDS)


@dataclass
class Pair:
    """Both skills, ready to be talked to."""

    signer: Signer
    """Signs for both."""
    coach: Talker
    """Talks to Back Coach."""
    clock: Clock
    """Back Coach's; somebody listens between two turns."""
    hellos: dict[str, Talker]
    """Talks to the hello world, by the verifier that it uses."""
    lacking: str = ""
    """Why the stock verifier is not among them."""


@dataclass
class Turns:
    """Milliseconds of turns that were made in pairs, by block."""

    ours: list[list[float]]
    """Back Coach's."""
    theirs: dict[str, list[list[float]]]
    """The hello world's, by its verifier."""
    steady: dict[str, list[list[float]]]
    """Those of work that is always the same, as long as a turn of either side."""

    def noise(self, share: float) -> Noise:
        """How many times longer such work takes, at that share, than where nothing comes between."""
        return Noise(*(_stretched(self.steady[side], share) for side in (_OURS, _THEIRS)))


def _stretched(blocks: list[list[float]], share: float) -> float:
    undisturbed = percentile([ratio for block in blocks for ratio in block], _UNDISTURBED)
    return median(percentile(block, share) for block in blocks) / undisturbed


def pair(folder: Path, signer: Signer) -> Pair:
    """Both skills; Back Coach keeps its state in `folder`."""
    clock = Clock()
    hellos: dict[str, Talker] = {}
    lacking = ""
    for kind in (STOCK, PLAIN):
        try:
            hellos[kind] = Talker(create_hello(signer.trusted, kind), signer)
        except ImportError as error:
            lacking = str(error)
    return Pair(signer, coach(folder, signer, clock), clock, hellos, lacking)


def coach(folder: Path, signer: Signer, clock: Callable[[], float] = time.time, speech: Path = SPEECH) -> Talker:
    """Back Coach behind its web application, with its state in `folder`."""
    skill = create_skill(folder / "state.sqlite3", speech)
    app = create_app(skill, skill_id=SKILL_ID, authority=signer.trusted.authority(), clock=clock)
    return Talker(app, signer, clock)


def measure(both: Pair) -> list[Row]:
    """The lines of the command turn and of the free question."""
    both.coach.begin_stretch()
    commands = _turns(both, round_robin(COMMANDS, _COMMANDS), both.coach.say)
    both.coach.launch()
    both.coach.ask(QUESTIONS[0])  # the model is loaded
    questions = _turns(both, round_robin(QUESTIONS, _QUESTIONS), _asking(both.coach))
    rows = []
    for kind in both.hellos:
        for turns, goals in ((commands, _GOALS), (questions, _QUESTION_GOALS)):
            rows += [_row(name, turns, kind, share, goal) for name, (share, goal) in goals.items()]
    if both.lacking:
        rows.insert(0, Row("turns beside the stock verifier", skipped=both.lacking))
    return rows


def _asking(talker: Talker) -> Callable[[str], float]:
    def ask(question: str) -> float:
        talker.launch()
        return talker.ask(question)

    return ask


def _turns(both: Pair, said: list[str], say: Callable[[str], float]) -> Turns:
    turns = Turns([], {kind: [] for kind in both.hellos}, {_OURS: [], _THEIRS: []})
    slowest = next(iter(both.hellos.values()))
    steady = {
        _OURS: Steady.as_long_as(lambda: say(said[0])),
        _THEIRS: Steady.as_long_as(lambda: _greet(slowest, _HELLO[0])),
    }
    greetings = round_robin(_HELLO, len(said))
    for kind, talker in both.hellos.items():
        for greeting in _HELLO:
            _greet(talker, greeting)
        turns.theirs[kind] = []
    for _ in range(_BLOCKS):
        ours: list[float] = []
        beside: dict[str, list[float]] = {side: [] for side in steady}
        theirs: dict[str, list[float]] = {kind: [] for kind in both.hellos}
        for words, greeting in zip(said, greetings, strict=True):
            both.clock.move_on()
            ours.append(say(words) * 1000)
            for side, work in steady.items():
                beside[side].append(work.work() * 1000)
            for kind, talker in both.hellos.items():
                theirs[kind].append(_greet(talker, greeting) * 1000)
        turns.ours.append(ours)
        for side, took in beside.items():
            turns.steady[side].append(took)
        for kind, took in theirs.items():
            turns.theirs[kind].append(took)
    return turns


def _greet(talker: Talker, greeting: str) -> float:
    return talker.launch() if greeting == "LaunchRequest" else talker.say(greeting)


def _row(name: str, turns: Turns, kind: str, share: float, goal: Goal) -> Row:
    ours = [percentile(block, share) for block in turns.ours]
    theirs = [percentile(block, share) for block in turns.theirs[kind]]
    judged = goal if kind == STOCK else None
    return replace(paired(against(name, kind, STOCK), ours, theirs, judged), noise=turns.noise(share))

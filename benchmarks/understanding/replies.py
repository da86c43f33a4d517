"""Says utterances to the real skill on the simulated device, and notes what comes back.

The skill runs in worker processes, one a core, each with one BLAS thread: threads that wait for each other on busy
cores are many times slower than the arithmetic.
"""

import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ask_sdk_model import RequestEnvelope

from simulator.clock import START, SimulatedClock
from simulator.device import Device, Owner
from simulator.hearing import IdealHearing
from simulator.interaction_model import load
from skill.alexa.serializer import EnvelopeSerializer
from skill.entry.assembly import SPEECH, assemble
from skill.errors import BackCoachError

ROOT = Path(__file__).resolve().parents[2]
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment that keeps numpy to one thread, set before it is loaded."""
MID_STRETCH = ("start the neck stretch", "ready")
"""What leads into a stretch under way."""
_LOCALE = "en-US"
_MODELS = ROOT / "interaction_model/interactionModels/custom"
_CHUNK = 40
"""Utterances a worker takes at a time."""
_SECONDS_IN = 20.0
"""How long the stretch has been going on when the utterance comes."""

Progress = Callable[[int, int], None]
"""Told how many utterances are done, and of how many."""


class EvaluationError(BackCoachError):
    """The skill could not be brought to where utterances are said to it."""


@dataclass(frozen=True)
class Said:
    """Something to say to the skill."""

    text: str
    """The words."""
    in_stretch: bool = False
    """Whether a neck stretch is under way; otherwise the skill has just been opened."""


@dataclass(frozen=True)
class Heard:
    """What the skill answered."""

    outcome: str
    """Its own name for what it did; `none` if it got no request, `error` if it failed."""
    statements: tuple[str, ...]
    """Ids of the statements spoken, the main one first."""
    choices: tuple[str, ...]
    """Ids that the listener may choose from."""
    closed: bool
    """Whether the session is closed afterwards."""
    speech: str
    """What was said."""


def hear_all(said: Sequence[Said], progress: Progress, speech: Path = SPEECH) -> list[Heard]:
    """Say each of `said` as a new user of the skill whose compiled content lies in `speech`.

    Raises:
        CompiledFilesError: a compiled file is missing or damaged.
        EvaluationError: the skill does not open, or no stretch can be started.
    """
    chunks = [said[start : start + _CHUNK] for start in range(0, len(said), _CHUNK)]
    found: list[Heard] = []
    with _one_thread(), ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        for heard in workers.map(partial(_hear_chunk, str(speech)), chunks):
            found += heard
            progress(len(found), len(said))
    return found


@contextmanager
def speech_without_model() -> Iterator[Path]:
    """A speech folder with the compiled content and no model, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="back-coach-evaluation-") as name:
        folder = Path(name)
        (folder / "compiled").symlink_to(SPEECH / "compiled")
        (folder / "model").mkdir()
        for weights in (SPEECH / "model").glob("safety-*"):
            (folder / "model" / weights.name).symlink_to(weights)
        yield folder


class _InProcess:
    """The skill without the web in between: the device's endpoint."""

    def __init__(self, speech: Path) -> None:
        self._skill = assemble(None, speech)
        self._serializer = EnvelopeSerializer()

    def send(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the skill's answer to `request`."""
        envelope = self._serializer.read(request, RequestEnvelope)
        answer: dict[str, Any] = self._serializer.serialize(self._skill.invoke(envelope, None))
        return answer


@dataclass(frozen=True)
class _Room:
    endpoint: _InProcess
    hearing: IdealHearing
    clock: SimulatedClock

    def hear(self, said: Said) -> Heard:
        self.clock.set(START)
        # Everybody is a new user: the words name them, so that nothing hangs on the order.
        device = Device(Owner(f"{said.in_stretch}/{said.text}", self.hearing), self.endpoint, self.clock)
        _lead(device, "open back coach", "launch")
        if said.in_stretch:
            for words in MID_STRETCH:
                _lead(device, words, "routine")
            device.wait(_SECONDS_IN)
        entry = device.say(said.text).entry
        return Heard(
            outcome="error" if entry.error else entry.outcome or "none",
            statements=tuple(entry.statements or ()),
            choices=tuple(entry.choices or ()),
            closed=not entry.session_open,
            speech=entry.speech or entry.error or "",
        )


def _lead(device: Device, words: str, outcome: str) -> None:
    entry = device.say(words).entry
    if entry.outcome != outcome:
        # Nothing after it would measure what it says it does.
        problem = entry.error or f"its outcome is {entry.outcome!r}, not {outcome!r}"
        raise EvaluationError(f"the skill failed at {words!r}: {problem}; say it to 'make run' and see why")


def _hear_chunk(speech: str, chunk: Sequence[Said]) -> list[Heard]:
    room = _room(speech)
    return [room.hear(said) for said in chunk]


@cache
def _room(speech: str) -> _Room:
    """The skill of a worker, made at its first utterance, where a failure is still told to whoever asked."""
    # A skill that fails at everything would bury the report; failures are counted in it instead.
    logging.disable(logging.CRITICAL)
    return _Room(_InProcess(Path(speech)), IdealHearing(load(_MODELS, _LOCALE)), SimulatedClock())


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes that are started meanwhile use one BLAS thread each."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

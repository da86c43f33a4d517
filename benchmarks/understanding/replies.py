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
from typing import Any, TypeVar

from ask_sdk_model import RequestEnvelope

from benchmarks.understanding.states import Notebook, Reached, Room, reach
from simulator.device.clock import SimulatedClock
from simulator.device.device import Exchange
from simulator.hearing.fidelity import IdealHearing
from simulator.hearing.interaction_model import load
from skill.alexa.serializer import EnvelopeSerializer
from skill.entry.assembly import SPEECH, assemble

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

ROOT = Path(__file__).resolve().parents[2]
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment that keeps numpy to one thread, set before it is loaded."""
AT_REST = "open"
"""The state of a skill that has just been opened."""
MID_STRETCH = "neck"
"""The state of a stretch under way."""
_LOCALE = "en-US"
_MODELS = ROOT / "interaction_model/interactionModels/custom"
_NET = "safety_net"
"""Session attribute of a reply that a safety net was said with."""
_CHUNK = 40
"""Utterances a worker takes at a time."""
Progress = Callable[[int, int], None]
"""Told how many utterances are done, and of how many."""


@dataclass(frozen=True)
class Said:
    """Something to say to the skill."""

    text: str
    """The words."""
    state: str = AT_REST
    """Where the conversation stands: a state of `states.yaml`."""


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
    net: bool = False
    """Whether a safety net was said with it."""


def hear_all(said: Sequence[Said], progress: Progress, speech: Path = SPEECH) -> list[Heard]:
    """Say each of `said` in a conversation of its own, to the skill whose compiled content lies in `speech`.

    Raises:
        CompiledFilesError: a compiled file is missing or damaged.
        EvaluationError: the skill cannot be brought to a state.
    """
    found: list[Heard] = []
    for heard in in_workers(partial(_hear_chunk, str(speech)), said, _CHUNK):
        found += heard
        progress(len(found), len(said))
    return found


def in_workers(work: Callable[[Sequence[_Given]], _Made], given: Sequence[_Given], size: int) -> Iterator[_Made]:
    """What `work` makes of each `size` of what is `given`, in order, in processes of one BLAS thread each."""
    chunks = [given[start : start + size] for start in range(0, len(given), size)]
    with _one_thread(), ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
        yield from workers.map(work, chunks)


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


class InProcess:
    """The skill without the web in between: the device's endpoint."""

    def __init__(self, notebook: Notebook, speech: Path = SPEECH) -> None:
        """Assemble the skill of `speech`, which keeps its state in `notebook`."""
        self._skill = assemble(notebook, speech)
        self._serializer = EnvelopeSerializer()

    def send(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the skill's answer to `request`."""
        envelope = self._serializer.read(request, RequestEnvelope)
        answer: dict[str, Any] = self._serializer.serialize(self._skill.invoke(envelope, None))
        return answer


def make_room(speech: Path = SPEECH) -> Room:
    """A room with the skill of `speech`, where every word is heard."""
    notebook = Notebook()
    return Room(InProcess(notebook, speech), notebook, IdealHearing(load(_MODELS, _LOCALE)), SimulatedClock())


def _hear_chunk(speech: str, chunk: Sequence[Said]) -> list[Heard]:
    return [_heard(_reached(speech, said.state).say(said.text)) for said in chunk]


def _heard(exchange: Exchange) -> Heard:
    entry = exchange.entry
    reply = exchange.answer.reply if exchange.answer else None
    return Heard(
        outcome="error" if entry.error else entry.outcome or "none",
        statements=tuple(entry.statements or ()),
        choices=tuple(entry.choices or ()),
        closed=not entry.session_open,
        speech=entry.speech or entry.error or "",
        net=bool(reply and reply.attributes.get(_NET)),
    )


@cache
def _reached(speech: str, state: str) -> Reached:
    return reach(state, _room(speech))


@cache
def _room(speech: str) -> Room:
    """The skill of a worker, made at its first utterance, where a failure is still told to whoever asked."""
    # A skill that fails at everything would bury the report; failures are counted in it instead.
    logging.disable(logging.CRITICAL)
    return make_room(Path(speech))


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

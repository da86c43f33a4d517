"""One skill process for all tests of the simulator, and a speech clock that never changes."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from simulator.conversation.batch import Batch
from simulator.device.clock import START, SimulatedClock
from simulator.hearing.fidelity import Hearing, IdealHearing
from simulator.hearing.interaction_model import InteractionModel, load
from simulator.transport.server import SkillServer
from tests.simulator.parrot import parrot

HERE = Path(__file__).parent
MODELS = HERE / "models"


@cache
def ideal(locale: str) -> Hearing:
    """The ideal hearing of one of the test models."""
    return IdealHearing(load(MODELS, locale))


def plain_seconds(text: str) -> float:
    """Two and a half words a second and the breaks: simple, so that expected times stay true."""
    breaks = sum(float(time) for time in re.findall(r"<break time='([0-9]+)s'/>", text))
    return len(re.sub(r"<[^>]*>", " ", text).split()) / 2.5 + breaks


@pytest.fixture(scope="session")
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture(scope="session")
def server(clock: SimulatedClock) -> Iterator[SkillServer]:
    with SkillServer(parrot, clock) as running:
        yield running


@pytest.fixture
def batch(server: SkillServer, clock: SimulatedClock) -> Batch:
    clock.set(START)
    return Batch(server, clock, ideal)


@pytest.fixture(scope="session")
def model() -> InteractionModel:
    return load(MODELS, "en-US")

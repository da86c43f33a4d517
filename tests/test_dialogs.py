"""Every transcript in tests/dialogs/ runs as a test; its README tells how to write one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.command_line.commands import MODELS
from simulator.conversation.replay import Replayed, Stage
from simulator.conversation.transcript import read
from simulator.device.clock import SimulatedClock
from simulator.hearing.interaction_model import Models
from simulator.transport.real_skill import back_coach
from simulator.transport.server import SkillServer

DIALOGS = Path(__file__).parent / "dialogs"
FILES = sorted(DIALOGS.rglob("*.yaml"))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    clock = SimulatedClock()
    with SkillServer(back_coach, clock) as server:
        yield Stage(server, clock, Models(MODELS))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DIALOGS).as_posix())
def test_dialog(path: Path, stage: Stage) -> None:
    name = path.relative_to(DIALOGS.parents[1]).as_posix()
    transcript = read(path.read_text(encoding="utf-8"), name)
    assert any(step.expected != type(step.expected)() for step in transcript.steps), f"{name} expects nothing"
    replayed = list(stage.replay(transcript, name))
    problems = [line for one in replayed if one.failures for line in _told(name, one)]
    assert not problems, "\n" + "\n".join(problems)


def _told(name: str, one: Replayed) -> Iterator[str]:
    yield f"{name}:{one.step.line}: after {one.exchange.entry.said or 'silence'!r}"
    yield from (f"    {failure}" for failure in one.failures)


def test_there_are_dialogs() -> None:
    assert FILES, f"no transcript in {DIALOGS}"

"""Brings a conversation to where a line was said: once, and then copies of it go on from there."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_model import RequestEnvelope

from simulator.device.clock import START, SimulatedClock
from simulator.device.device import Device, Exchange, Owner
from simulator.hearing.fidelity import Hearing
from simulator.protocol.skill_connection import Endpoint
from skill.errors import BackCoachError

ONE_SHOT = "oneshot"
"""The state in which the words are the request that a session begins with."""
_STATES = Path(__file__).with_name("states.yaml")
_ASKED_BY_NAME = "ask back coach {}"
_NOTHING = "none"


class EvaluationError(BackCoachError):
    """The skill could not be brought to where utterances are said to it."""


@dataclass(frozen=True)
class Way:
    """One way to a state."""

    say: tuple[str | Mapping[str, float], ...]
    """What is said, or how many seconds after the last reply began to `wait`."""
    expect: Mapping[str, Any]
    """What the last reply's session attributes must hold."""
    then: float | None = None
    """Seconds from the start of the last reply to the line; None if it is over then."""


class Notebook(AbstractPersistenceAdapter):
    """What the skill keeps of its only user between sessions."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.kept: dict[str, Any] = {}

    def get_attributes(self, request_envelope: RequestEnvelope) -> dict[str, Any]:  # noqa: ARG002
        """What is kept."""
        return deepcopy(self.kept)

    def save_attributes(self, request_envelope: RequestEnvelope, attributes: dict[str, Any]) -> None:  # noqa: ARG002
        """Keep `attributes` instead."""
        self.kept = deepcopy(attributes)

    def delete_attributes(self, request_envelope: RequestEnvelope) -> None:  # noqa: ARG002
        """Keep nothing."""
        self.kept = {}


@dataclass(frozen=True)
class Room:
    """Where somebody talks to the skill."""

    endpoint: Endpoint
    """The skill."""
    notebook: Notebook
    """What it keeps."""
    hearing: Hearing
    """How well the device hears."""
    clock: SimulatedClock
    """The time in it."""


@dataclass(frozen=True)
class Reached:
    """A conversation that stands in a state. Whatever is said goes to a copy of it."""

    room: Room
    """Where it takes place."""
    device: Device
    """The device as the last reply left it."""
    attributes: Mapping[str, Any]
    """The session attributes of that reply."""
    kept: Mapping[str, Any]
    """What the skill kept until then."""
    now: float
    """When that was, in seconds since 1970."""
    then: float | None
    """As `Way.then`."""
    frame: str
    """What the words are put into."""

    def say(self, words: str) -> Exchange:
        """What becomes of `words`, said here."""
        self.room.clock.set(self.now)
        self.room.notebook.kept = dict(self.kept)
        device = _copy(self.device, self.room)
        if self.then is not None:
            device.wait(self.then)
        return device.say(self.frame.format(words))


@cache
def ways() -> Mapping[str, tuple[Way, ...]]:
    """The ways to each state, the best first."""
    data = yaml.safe_load(_STATES.read_text(encoding="utf-8"))
    return {
        state: tuple(Way(tuple(one["say"]), one["expect"], one.get("then")) for one in found)
        for state, found in data.items()
    }


def reach(state: str, room: Room) -> Reached:
    """The conversation in `state`.

    Raises:
        EvaluationError: no way leads there.
    """
    if state == ONE_SHOT:
        return Reached(room, _device(state, room), {}, {}, START, None, _ASKED_BY_NAME)
    problems = []
    for way in ways()[state]:
        device = _device(state, room)
        attributes = _go(way.say, device)
        problem = _problem(way.expect, attributes) if device.session_open else "the session is closed"
        if not problem:
            return Reached(room, device, attributes, dict(room.notebook.kept), room.clock(), way.then, "{}")
        problems.append(f"{way.say[-1]!r}: {problem}")
    raise EvaluationError(f"state {state!r} is not reached: {'; '.join(problems)}; see {_STATES}")


def standing(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Where a conversation stands by its session `attributes`, in the terms of `states.yaml`."""
    position, pending = attributes.get("position") or {}, attributes.get("pending") or {}
    return {
        "outcome": attributes.get("outcome", _NOTHING),
        "asked": str(pending.get("ask", _NOTHING)),
        "routine": position.get("routine", _NOTHING),
        "stage": position.get("stage"),
        "paused": position.get("paused", False),
    }


def _device(state: str, room: Room) -> Device:
    room.clock.set(START)
    room.notebook.kept = {}
    return Device(Owner(state, room.hearing), room.endpoint, room.clock)


def _go(say: Sequence[str | Mapping[str, float]], device: Device) -> Mapping[str, Any]:
    """Say all of it; returns the session attributes of the last reply."""
    attributes: Mapping[str, Any] = {}
    for one in say:
        if isinstance(one, str):
            answer = device.say(one).answer
            attributes = answer.reply.attributes if answer and answer.reply else {}
        else:
            device.wait(one["wait"])
    return attributes


def _problem(expect: Mapping[str, Any], attributes: Mapping[str, Any]) -> str:
    found = standing(attributes)
    return ", ".join(f"{name} is {found[name]!r}" for name, value in expect.items() if found[name] != value)


def _copy(device: Device, room: Room) -> Device:
    shared = (room.endpoint, room.hearing, room.clock)
    return deepcopy(device, {id(part): part for part in shared})

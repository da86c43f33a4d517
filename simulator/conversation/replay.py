"""Running a transcript on a device of its own, and what was not as expected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.conversation.transcript import Familiarity, Step, Transcript
from simulator.conversation.turns import take
from simulator.device.clock import START, SimulatedClock
from simulator.device.device import Device, Exchange, Owner
from simulator.hearing.fidelity import DeviceHearing, Hearing, IdealHearing, Losses
from simulator.hearing.interaction_model import InteractionModel
from simulator.protocol.skill_connection import Endpoint

A_DAY_S = 86_400.0
"""Seconds between a returning user's first visit and the conversation."""


@dataclass(frozen=True)
class Replayed:
    """What became of one utterance of a transcript."""

    step: Step
    """The utterance with its expectations."""
    exchange: Exchange
    """What happened."""
    failures: tuple[str, ...]
    """What is not as expected, one line each; errors and lint findings are never expected."""


@dataclass(frozen=True)
class Stage:
    """Where transcripts are run."""

    endpoint: Endpoint
    """Where the skill answers."""
    clock: SimulatedClock
    """The clock that the skill reads."""
    model: Callable[[str], InteractionModel]
    """Gives the interaction model of a locale, or raises InteractionModelError."""

    def replay(self, transcript: Transcript, user: str) -> Iterator[Replayed]:
        """Run `transcript` for a user named `user` whom the skill does not know."""
        self.clock.set(START)
        hearing = self.hearing(transcript.locale, transcript.losses)
        owner = Owner(user, hearing, hearing_key=transcript.key)
        device = Device(owner, self.endpoint, self.clock)
        acquaint(device, hearing.model.invocation_name, transcript.user)
        for step in transcript.steps:
            exchange = take(step.turn, device)
            if exchange is not None:
                yield Replayed(step, exchange, tuple(_failures(step, exchange)))

    def hearing(self, locale: str, losses: Losses | None) -> Hearing:
        """Return the hearing of `locale`: ideal, or with `losses`."""
        model = self.model(locale)
        return IdealHearing(model) if losses is None else DeviceHearing(model, losses)


def acquaint(device: Device, name: str, user: Familiarity) -> None:
    """Let a returning user have opened the skill, heard the welcome and left, a day ago."""
    if user == "returning":
        device.say(f"open {name}")
        if device.session_open:
            device.say("exit")
        device.wait(A_DAY_S)
        device.silence()


def _failures(step: Step, exchange: Exchange) -> Iterator[str]:
    if exchange.entry.error is not None:
        yield f"error: {exchange.entry.error}"
    yield from step.expected.failures(exchange.entry)
    for finding in exchange.answer.findings if exchange.answer else ():
        yield f"lint {finding.rule} ({finding.level}): {finding.message}"

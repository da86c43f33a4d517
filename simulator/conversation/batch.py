"""Conversations in, results out: one JSON object a line, in order, flushed line by line."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from simulator.conversation import turns
from simulator.conversation.turns import Conversation
from simulator.device.clock import START, SimulatedClock
from simulator.device.device import Device, Exchange, Owner
from simulator.errors import SimulatorError
from simulator.hearing.fidelity import Hearing
from simulator.json_object import JsonObject
from simulator.protocol.skill_connection import Endpoint


@dataclass
class Batch:
    """Runs conversations that share nothing: each has a user of its own and starts at START."""

    endpoint: Endpoint
    """Where the skill answers."""
    clock: SimulatedClock
    """The clock that the skill reads."""
    hearing: Callable[[str], Hearing]
    """Gives the hearing for a locale, or raises InteractionModelError."""
    locale: str = "en-US"
    """For lines that name none."""
    _seen: Counter[str] = field(default_factory=Counter)

    def run(self, lines: Iterable[bytes], out: BinaryIO) -> None:
        """Answer every line that is not blank; a bad one gets an object with `error`."""
        for number, line in enumerate(lines, start=1):
            if line.strip():
                self._write(self.line(number, line), out)

    def line(self, number: int, line: bytes) -> JsonObject:
        """Return the result of one line."""
        text = ""
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            spoken = turns.read(text)
            hearing = self.hearing(spoken.locale or self.locale)
        except UnicodeDecodeError as error:
            return _bad(None, number, f"not UTF-8: {error}")
        except SimulatorError as error:
            return _bad(turns.readable_id(text), number, str(error))
        entries = [exchange.entry.as_json() for exchange in self.exchanges(spoken, hearing)]
        return {"id": spoken.id, "turns": entries}

    def exchanges(self, spoken: Conversation, hearing: Hearing) -> Iterable[Exchange]:
        """Run one conversation for a new user, from the fixed start time."""
        self.clock.set(START)
        owner = Owner(self._new_user(spoken), hearing)
        return turns.run(spoken, Device(owner, self.endpoint, self.clock))

    def _new_user(self, spoken: Conversation) -> str:
        # The id alone names the user, so that a line means the same wherever it stands; only a
        # second line with the same id needs another user.
        key = json.dumps(spoken.id)
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}#{self._seen[key]}"

    @staticmethod
    def _write(result: JsonObject, out: BinaryIO) -> None:
        text = json.dumps(result, ensure_ascii=False)
        # Half a surrogate pair cannot be UTF-8; with a backslash it is the JSON escape it came as.
        out.write(text.encode("utf-8", "backslashreplace") + b"\n")
        out.flush()


def _bad(name: str | int | None, number: int, problem: str) -> JsonObject:
    return {"id": name, "turns": [], "error": f"line {number}: {problem}"}

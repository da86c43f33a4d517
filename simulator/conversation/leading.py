"""Leading a stretch from its beginning to its end, as somebody does who hears each turn out and goes on."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from simulator.device.device import Exchange

_WORDS = Path(__file__).with_name("leading.json")
_UNDER_WAY = "routine"
_MOST_TURNS = 200


@dataclass(frozen=True)
class Words:
    """What is said to lead a stretch."""

    open: str
    """Opens the skill `{name}`."""
    begin: str
    """Asks for the stretch `{stretch}`."""
    ready: str
    """Says that one is in place."""
    next: str
    """Goes on when a turn has ended."""


WORDS = Words(**json.loads(_WORDS.read_text(encoding="utf-8")))


def lead(say: Callable[[str], Exchange], skill: str, stretch: str) -> Iterator[Exchange]:
    """Open `skill`, begin `stretch` and go on to its end; yields what becomes of all that is said."""
    yield say(WORDS.open.replace("{name}", skill))
    yield say(WORDS.begin.replace("{stretch}", stretch))
    exchange = say(WORDS.ready)
    yield exchange
    for _ in range(_MOST_TURNS):
        if exchange.entry.outcome != _UNDER_WAY or not exchange.entry.session_open:
            return
        exchange = say(WORDS.next)
        yield exchange


def lead_on(say: Callable[[str], Exchange], skill: str, stretch: str) -> Iterator[Exchange]:
    """The same without the welcome: what is said of the stretch alone."""
    return islice(lead(say, skill, stretch), 1, None)

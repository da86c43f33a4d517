"""A conversation of the batch format: read it, run it."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.device.device import Device, Exchange
from simulator.errors import ConversationError
from simulator.json_object import JsonObject
from simulator.protocol.skill_events import bodies

LONGEST_WAIT_S = 10 * 365 * 86_400.0
"""The longest wait in seconds, ten years: the simulator's certificate is valid no longer."""


@dataclass(frozen=True)
class Say:
    """Something is said; nothing but spaces is a silence."""

    words: str
    """The words as given."""


@dataclass(frozen=True)
class Wait:
    """The next utterance comes later."""

    seconds: float
    """Counted from the moment the last reply began; waits add up."""


@dataclass(frozen=True)
class NewSession:
    """An open session is left."""


@dataclass(frozen=True)
class Voice:
    """Alexa recognises somebody's voice from now on."""

    person: str
    """Name of the person; empty for nobody."""


@dataclass(frozen=True)
class Event:
    """Alexa tells the skill of an event."""

    name: str
    """Its name, such as SkillDisabled."""


Turn = Say | Wait | NewSession | Voice | Event
"""One item of `turns`."""


@dataclass(frozen=True)
class Conversation:
    """One line of a batch."""

    id: str | int
    """As given; also names the user."""
    locale: str | None
    """As given; None for the batch's own."""
    turns: tuple[Turn, ...]
    """In order."""


def run(conversation: Conversation, device: Device) -> Iterator[Exchange]:
    """Run the conversation on a device of its own, one exchange per utterance and event."""
    for turn in conversation.turns:
        exchange = take(turn, device)
        if exchange is not None:
            yield exchange


def take(turn: Turn, device: Device) -> Exchange | None:
    """Let one turn happen to the device; return what became of an utterance or an event."""
    match turn:
        case Wait(seconds):
            device.wait(seconds)
        case NewSession():
            device.new_session()
        case Voice(person):
            device.recognise(person)
        case Event(name):
            return device.tell(name)
        case Say(words):
            return device.say(words) if words.strip() else device.silence()
    return None


def read(text: str) -> Conversation:
    """Read one line; ConversationError if it is not a conversation. Further keys are ignored."""
    line = _decoded(text)
    name, locale, turns = line.get("id"), line.get("locale"), line.get("turns")
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise ConversationError("id is missing or neither text nor a whole number")
    if locale is not None and not isinstance(locale, str):
        raise ConversationError("locale is not text, such as en-US")
    if not isinstance(turns, list):
        raise ConversationError("turns is missing or not a list")
    read_turns = tuple(_turn(number, turn) for number, turn in enumerate(turns, start=1))
    if sum(turn.seconds for turn in read_turns if isinstance(turn, Wait)) > LONGEST_WAIT_S:
        raise ConversationError(f"the waits add up to more than {LONGEST_WAIT_S:.0f} s")
    return Conversation(name, locale, read_turns)


def readable_id(text: str) -> str | int | None:
    """Return the id of a line that is otherwise wrong, or None."""
    try:
        name = _decoded(text).get("id")
    except ConversationError:
        return None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None


def _decoded(text: str) -> JsonObject:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConversationError(f"not JSON: {error}") from error
    if not isinstance(line, dict):
        raise ConversationError("not a JSON object with id, locale and turns")
    return line


def _turn(number: int, turn: object) -> Turn:
    match turn:
        case str():
            return Say(turn)
        case {"say": str() as words, **rest} if not rest:
            return Say(words)
        case {"wait": int() | float() as seconds, **rest} if not rest:
            if isinstance(seconds, bool) or not 0 <= seconds <= LONGEST_WAIT_S:
                break_off = f"turn {number}: wait is not a number of seconds"
                raise ConversationError(f"{break_off} from 0 to {LONGEST_WAIT_S:.0f}")
            return Wait(math.floor(seconds * 1000 + 0.5) / 1000)
        case {"new_session": True, **rest} if not rest:
            return NewSession()
        case {"person": str() as person, **rest} if not rest:
            return Voice(person.strip())
        case {"event": str() as name, **rest} if not rest:
            if name not in bodies():
                raise ConversationError(f"turn {number}: event is none of {', '.join(bodies())}")
            return Event(name)
    kinds = 'text, {"say": text}, {"wait": seconds}, {"new_session": true}, {"person": name} or {"event": name}'
    raise ConversationError(f"turn {number}: is none of {kinds}")

"""What the page's script sends, read from the request and checked; what is wrong is told with status 400."""

from pathlib import Path
from typing import get_args

from flask import abort, request

from simulator.conversation.transcript import DEFAULT_LOCALE, Familiarity, Transcript
from simulator.conversation.turns import LONGEST_WAIT_S
from simulator.hearing.fidelity import Losses
from simulator.json_object import JsonObject
from simulator.page.stretches import names
from simulator.protocol.skill_events import bodies
from skill.web.json_body import MalformedBodyError, parsed_object

_LARGEST_SEED = 2**31
_MOST_STAGES = 1000
_LONGEST_NAME = 60


def body() -> JsonObject:
    """The body of the request."""
    try:
        return parsed_object(request.get_data())
    except MalformedBodyError as error:
        abort(400, f"the body is not a JSON object ({error})")


def words() -> str:
    """What somebody says."""
    said = body().get("words")
    if not isinstance(said, str) or not said.strip():
        abort(400, "words is text that is not empty")
    return said


def seconds(name: str) -> float:
    """A length of time."""
    return _number(name, LONGEST_WAIT_S)


def moment() -> float:
    """When it happens, in seconds since the last reply began."""
    return round(seconds("at"), 3)


def stage() -> int:
    """Which stage of a stretch is meant."""
    return int(_number("stage", _MOST_STAGES))


def person() -> str:
    """Whose voice Alexa recognises; empty if nobody's."""
    name = body().get("person")
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        abort(400, f"person is a name of at most {_LONGEST_NAME} characters, or empty")
    return name.strip()


def event() -> str:
    """Which event the skill is told of."""
    name = str(body().get("event"))
    if name not in bodies():
        abort(400, f"event is one of {', '.join(bodies())}")
    return name


def saved() -> str:
    """A transcript that was saved."""
    text = body().get("text")
    if not isinstance(text, str):
        abort(400, "text is the transcript")
    return text


def choice() -> Transcript:
    """Who begins a conversation: a transcript without steps."""
    asked = body()
    user, hearing = asked.get("user", "new"), asked.get("hearing", "ideal")
    if user not in get_args(Familiarity) or hearing not in ("ideal", "device"):
        abort(400, "user is new or returning; hearing is ideal or device")
    losses = Losses(_number("share", 1.0), int(_number("seed", _LARGEST_SEED)))
    return Transcript((), locale=locale_of(asked), user=user, losses=losses if hearing == "device" else None)


def locale_of(asked: JsonObject) -> str:
    """The locale that is asked for; the usual one where none is."""
    return str(asked.get("locale") or DEFAULT_LOCALE)


def stretch(routine_id: str, document: Path) -> str:
    """What the stretch of that id is called."""
    known = names(document)
    if routine_id not in known:
        abort(404, "there is no such stretch any more: reload the page")
    return known[routine_id]


def _number(name: str, most: float) -> float:
    number = body().get(name, 0)
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= most:
        abort(400, f"{name} is a number from 0 to {most:.0f}")
    return float(number)

"""Requests as Alexa sends them; every id and time follows from the conversation alone."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from simulator.hearing.recognizer import FilledSlot, Recognition
from simulator.json_object import JsonObject
from simulator.protocol.skill_events import PREFIX, bodies

SKILL_ID = "amzn1.ask.skill.0ba5c0ac-0000-4000-8000-51e1a7021a1e"
"""The application id under which the simulator runs the skill."""

SessionEnd = Literal["USER_INITIATED", "EXCEEDED_MAX_REPROMPTS", "ERROR"]
"""Why a session ended other than by the skill's own wish."""

_API_ENDPOINTS = {
    "en-GB": "https://api.eu.amazonalexa.com",
    "en-IN": "https://api.eu.amazonalexa.com",
    "en-AU": "https://api.fe.amazonalexa.com",
}
_LONGEST_ERROR = 200


@dataclass(frozen=True)
class User:
    """A person with a speaker."""

    key: str
    """What the ids are derived from."""
    voice: str = ""
    """Name of the person whose voice Alexa recognises; empty while she recognises nobody's."""
    disabled: int = 0
    """How often the skill was disabled: after each time, all ids are new ones."""

    @property
    def user_id(self) -> str:
        """The id of the account."""
        return f"amzn1.ask.account.{_digest('user', *self._account).upper()}"

    @property
    def device_id(self) -> str:
        """The id of the speaker."""
        return f"amzn1.ask.device.{_digest('device', *self._account).upper()}"

    @property
    def person_id(self) -> str | None:
        """The id of the person whose voice is recognised; None if nobody's is."""
        return f"amzn1.ask.person.{_digest('person', self.voice, *self._account).upper()}" if self.voice else None

    @property
    def _account(self) -> tuple[object, ...]:
        return (self.key, self.disabled) if self.disabled else (self.key,)


@dataclass
class Session:
    """An open session."""

    session_id: str
    """Its id."""
    new: bool = True
    """Whether the skill has not answered in it yet."""
    attributes: JsonObject = field(default_factory=dict)
    """What the skill asked to be kept."""


@dataclass(frozen=True)
class Situation:
    """What every request tells beside its own matter."""

    user: User
    """Who speaks."""
    session: Session
    """In which session; of no matter to an event."""
    locale: str
    """In which locale."""
    turn: int
    """Number of the request within the conversation."""
    moment: float
    """When, in seconds since 1970."""


def new_session(user: User, number: int) -> Session:
    """Return the user's session with that running number."""
    return Session(f"amzn1.echo-api.session.{_uuid('session', user.key, number)}")


def launch_request(situation: Situation) -> JsonObject:
    """Return the request for "open NAME"."""
    return _envelope(situation, {"type": "LaunchRequest", "shouldLinkResultBeReturned": False})


def intent_request(situation: Situation, heard: Recognition) -> JsonObject:
    """Return the request for what was heard."""
    intent: JsonObject = {"name": heard.intent.name, "confirmationStatus": "NONE"}
    if heard.intent.slots:
        filled = {slot.slot.name: slot for slot in heard.slots}
        intent["slots"] = {slot.name: _slot(slot.name, filled.get(slot.name)) for slot in heard.intent.slots}
    return _envelope(situation, {"type": "IntentRequest", "intent": intent})


def session_ended_request(situation: Situation, reason: SessionEnd, error: str | None = None) -> JsonObject:
    """Return the request that tells the skill its session is over."""
    request: JsonObject = {"type": "SessionEndedRequest", "reason": reason}
    if error is not None:
        request["error"] = {"type": "INVALID_RESPONSE", "message": error[:_LONGEST_ERROR]}
    return _envelope(situation, request)


def event_request(situation: Situation, name: str) -> JsonObject:
    """Return the event called `name` (`skill_events.bodies`). It belongs to an account, and to no session or device."""
    happened = timestamp(situation.moment)
    request: JsonObject = {"type": PREFIX + name, "eventCreationTime": happened, "eventPublishingTime": happened}
    body = bodies()[name]
    return {
        "version": "1.0",
        "context": {"System": _system(situation)},
        "request": {**request, **({"body": body} if body else {}), **_stamp(situation)},
    }


def timestamp(moment: float) -> str:
    """Return `moment` in ISO 8601; milliseconds only where they are not zero."""
    time = datetime.fromtimestamp(round(moment, 3), tz=UTC)
    spec = "milliseconds" if time.microsecond else "seconds"
    return time.isoformat(timespec=spec).replace("+00:00", "Z")


def _envelope(situation: Situation, request: JsonObject) -> JsonObject:
    user, session, system = situation.user, situation.session, _system(situation)
    if user.person_id is not None:
        system["person"] = {"personId": user.person_id}
    return {
        "version": "1.0",
        "session": {
            "new": session.new,
            "sessionId": session.session_id,
            "application": system["application"],
            "attributes": session.attributes,
            "user": system["user"],
        },
        "context": {"System": {**system, "device": {"deviceId": user.device_id, "supportedInterfaces": {}}}},
        "request": {**request, **_stamp(situation), "locale": situation.locale},
    }


def _system(situation: Situation) -> JsonObject:
    return {
        "application": {"applicationId": SKILL_ID},
        "user": {"userId": situation.user.user_id},
        "apiEndpoint": _API_ENDPOINTS.get(situation.locale, "https://api.amazonalexa.com"),
    }


def _stamp(situation: Situation) -> JsonObject:
    return {
        "requestId": f"amzn1.echo-api.request.{_uuid('request', situation.user.key, situation.turn)}",
        "timestamp": timestamp(situation.moment),
    }


def _slot(name: str, filled: FilledSlot | None) -> JsonObject:
    if filled is None:
        return {"name": name, "confirmationStatus": "NONE"}
    slot_value: JsonObject = {"type": "Simple", "value": filled.value}
    if filled.listed:
        slot_value["resolutions"] = {"resolutionsPerAuthority": [_resolution(filled)]}
    shared: JsonObject = {key: slot_value[key] for key in ("value", "resolutions") if key in slot_value}
    return {
        "name": name,
        **shared,
        "confirmationStatus": "NONE",
        "source": "USER",
        "slotValue": slot_value,
    }


def _resolution(filled: FilledSlot) -> JsonObject:
    authority = f"amzn1.er-authority.echo-sdk.{SKILL_ID}.{filled.slot.type_name}"
    if not filled.matches:
        return {"authority": authority, "status": {"code": "ER_SUCCESS_NO_MATCH"}}
    values = [
        {"value": {"name": match.name, **({} if match.id is None else {"id": match.id})}} for match in filled.matches
    ]
    return {"authority": authority, "status": {"code": "ER_SUCCESS_MATCH"}, "values": values}


def _digest(*parts: object) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def _uuid(*parts: object) -> str:
    digits = _digest(*parts)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))

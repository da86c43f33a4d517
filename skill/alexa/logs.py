"""One line of JSON for each turn: which request, which intent, what came of it, and how long it took.

Never an utterance, a slot value or a user id; of an error its kind and place, not its message, which may
quote either.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from traceback import walk_tb
from typing import TextIO

from ask_sdk_core.dispatch_components import AbstractRequestInterceptor, AbstractResponseInterceptor
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import IntentRequest, LaunchRequest, Response, SessionEndedRequest

from skill.emergency.hearing import tier_of_intent

LOGGER = logging.getLogger("back_coach.turns")
_BEGAN = "turn began"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_NAME = re.compile(r"[A-Za-z][A-Za-z._]{0,99}")
_CODE = re.compile(r"[A-Z_]{1,50}")
_EMERGENCY = "emergency"
"""Stands for every intent of a red flag: which it was is about somebody's health, and Amazon knows who asked."""
_PLACES = 5
"""Lines that say where an error came from."""


class TurnBegins(AbstractRequestInterceptor):
    """Looks at the clock before anything else does."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Take a clock that tells seconds."""
        self._clock = clock

    def process(self, handler_input: HandlerInput) -> None:
        """Note when the turn began."""
        handler_input.attributes_manager.request_attributes[_BEGAN] = self._clock()


class TurnEnds(AbstractResponseInterceptor):
    """Writes the line of a turn that went well."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Take a clock that tells seconds."""
        self._clock = clock

    def process(self, handler_input: HandlerInput, response: Response) -> None:  # noqa: ARG002
        """Log what came of the turn."""
        line = _line(handler_input, _outcome(handler_input), self._clock)
        ended = _end(handler_input.request_envelope.request)
        # Alexa hung up because of something that went wrong, mostly a response of ours.
        LOGGER.log(logging.ERROR if "error" in ended else logging.INFO, json.dumps(line | ended))


def log_fault(handler_input: HandlerInput, error: Exception, clock: Callable[[], float] = time.perf_counter) -> None:
    """Log a turn that one of our own mistakes ended."""
    line = _line(handler_input, "fault", clock)
    LOGGER.error(json.dumps(line | {"error": type(error).__name__, "where": places(error)}))


def log_to(stream: TextIO = sys.stdout) -> None:
    """Send all of the skill's log lines to `stream`, and nowhere else."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Line())
    root = logging.getLogger("back_coach")
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False


class _Line(logging.Formatter):
    """The message, which is a JSON object, with the time and the level put in front."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = json.dumps({"at": at, "level": record.levelname.lower()})
        message = record.getMessage()
        if not message.startswith("{"):
            message = json.dumps({"message": message})
        return f"{head[:-1]}, {message[1:]}"


def _line(handler_input: HandlerInput, outcome: str, clock: Callable[[], float]) -> dict[str, object]:
    request = handler_input.request_envelope.request
    intent = request.intent if isinstance(request, IntentRequest) else None
    name = intent.name if intent else getattr(request, "object_type", None)
    if tier_of_intent(str(name or "")) is not None:
        name = _EMERGENCY
    now = clock()
    began = handler_input.attributes_manager.request_attributes.get(_BEGAN, now)
    return {
        "event": "turn",
        "request_id": _matching(_REQUEST_ID, getattr(request, "request_id", None)),
        "intent": _matching(_NAME, name),
        "outcome": outcome,
        "latency_ms": round((now - began) * 1000, 1),
    }


def _end(request: object) -> dict[str, str]:
    """Why Alexa says that a session is over; of an error its kind, not its message."""
    if not isinstance(request, SessionEndedRequest):
        return {}
    error = _code(getattr(request.error, "object_type", None))
    return {"reason": _code(request.reason)} | ({"error": error} if request.error else {})


def _code(value: object) -> str:
    """One of Alexa's constants."""
    return _matching(_CODE, getattr(value, "value", value))


def _matching(pattern: re.Pattern[str], text: object) -> str:
    """`text` if it is what it should be. What a stranger put in its place is not logged."""
    return text if isinstance(text, str) and pattern.fullmatch(text) else "unreadable"


def _outcome(handler_input: HandlerInput) -> str:
    envelope = handler_input.request_envelope
    if not envelope.session or not isinstance(envelope.request, IntentRequest | LaunchRequest):
        return "ended"
    return str(handler_input.attributes_manager.session_attributes.get("outcome", ""))


def places(error: BaseException) -> list[str]:
    """The innermost lines that an error passed through, as module:line."""
    frames = [(frame.f_globals.get("__name__", "?"), line) for frame, line in walk_tb(error.__traceback__)]
    return [f"{module}:{line}" for module, line in frames[-_PLACES:]]

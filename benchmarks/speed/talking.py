"""Somebody who talks to a skill in this process, over WSGI, with signed requests, and keeps the session."""

import io
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from benchmarks.speed.authority import Signer

SKILL_ID = "amzn1.ask.skill.0ba5c0ac-0000-4000-8000-51e1a7021a1e"
"""Which skill the requests are for."""
COMMANDS = (
    *("AMAZON.NextIntent", "AMAZON.RepeatIntent", "AMAZON.PauseIntent", "AMAZON.ResumeIntent", "WhichStepIntent"),
    *("SlowerIntent", "HoldLongerIntent", "AMAZON.PreviousIntent", "NormalSpeedIntent", "HoldShorterIntent"),
    *("HowIntent", "TimeLeftIntent"),
)
"""What is said to a stretch under way, over and over; it never gets to the stretch's end."""
QUESTIONS = (
    "how often should i go for a walk",
    "what is the best exercise for lower back pain",
    "why do strong back muscles matter",
    "is swimming any good for a bad back",
    "can i lift weights when my back hurts",
    "what does a foam roller do",
    "how long does it take before it gets better",
    "how do i stretch my hamstrings without hurting myself",
    "does sitting all day make it worse",
    "who wrote the studies",
)
"""Free questions, some of them beyond the article."""
_SPEAKING_SECONDS = 20.0
_CONVERSATION_SECONDS = 1800.0


@dataclass
class Clock:
    """Tells the epoch in seconds, and moves on only when told: somebody listens between two turns."""

    began: float = field(default_factory=time.time)
    """Where it starts."""
    passed: float = 0.0
    """Seconds since."""

    def __call__(self) -> float:
        """The moment."""
        return self.began + self.passed

    def move_on(self) -> None:
        """Let somebody listen. After half an hour it is the beginning again, for keys are kept for an hour."""
        self.passed = (self.passed + _SPEAKING_SECONDS) % _CONVERSATION_SECONDS


@dataclass
class Talker:
    """A user, and the session between turns."""

    app: Flask
    """What is talked to."""
    signer: Signer
    """Signs."""
    clock: Callable[[], float] = time.time
    """When it is."""
    user: str = "amzn1.ask.account.BENCH"
    """The account."""
    attributes: dict[str, Any] = field(default_factory=dict)
    """The session's."""

    def launch(self) -> float:
        """Open the skill. Seconds it took."""
        self.attributes = {}
        return self.send({"type": "LaunchRequest"}, new=True)

    def say(self, intent: str, **slots: str) -> float:
        """Send an intent. Seconds it took."""
        return self.send(intent_request(intent, **slots))

    def ask(self, question: str) -> float:
        """Ask a free question. Seconds it took."""
        return self.say("AskQuestionIntent", question=question)

    def send(self, request: Mapping[str, Any], *, new: bool = False) -> float:
        """Send a request, keep the session. Seconds from the first byte to the last.

        Raises:
            RuntimeError: it was not answered.
        """
        body = json.dumps(envelope(request, self.attributes, self.user, self.clock(), new=new)).encode()
        environment = _wsgi(body, self.signer.headers(body))
        seen: list[str] = []

        def start(status: str, *_: object) -> Callable[[bytes], object]:
            seen.append(status)
            return lambda _: None

        began = time.perf_counter()
        answer = b"".join(self.app(environment, start))
        took = time.perf_counter() - began
        if not seen[0].startswith("200"):
            raise RuntimeError(f"{request}: {seen[0]}")
        decoded = json.loads(answer)
        self.attributes = decoded.get("sessionAttributes") or {}
        if self.attributes.get("outcome") == "fault" or not decoded.get("response"):
            raise RuntimeError(f"{request}: the skill failed")
        return took

    def begin_stretch(self) -> None:
        """Get a stretch under way, at its first step.

        Raises:
            RuntimeError: the skill did something else.
        """
        self.launch()
        self.say("StartRoutineIntent")
        if self.attributes["outcome"] == "choose":
            self.say("FirstOneIntent")
        self.say("ReadyIntent")
        if self.attributes.get("outcome") != "routine" or "position" not in self.attributes:
            raise RuntimeError(f"no stretch is under way: {self.attributes}")


def intent_request(intent: str, **slots: str) -> dict[str, Any]:
    """What a request for an intent says."""
    filled = {name: {"name": name, "value": value, "confirmationStatus": "NONE"} for name, value in slots.items()}
    return {"type": "IntentRequest", "intent": {"name": intent, "confirmationStatus": "NONE", "slots": filled}}


def envelope(
    request: Mapping[str, Any], attributes: Mapping[str, Any], user: str, now: float, *, new: bool = False
) -> dict[str, Any]:
    """A request as Alexa sends it."""
    application = {"applicationId": SKILL_ID}
    person = {"userId": user}
    return {
        "version": "1.0",
        "session": {
            "new": new,
            "sessionId": "amzn1.echo-api.session.00000000-0000-4000-8000-000000000000",
            "application": application,
            "attributes": attributes,
            "user": person,
        },
        "context": {
            "System": {
                "application": application,
                "user": person,
                "device": {"deviceId": "amzn1.ask.device.BENCH", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
            }
        },
        "request": {
            "requestId": "amzn1.echo-api.request.00000000-0000-4000-8000-000000000000",
            "locale": "en-US",
            "timestamp": datetime.fromtimestamp(int(now), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            **request,
        },
    }


def round_robin(things: Sequence[str], count: int) -> list[str]:
    """`count` of the things, one after the other."""
    return [things[number % len(things)] for number in range(count)]


def _wsgi(body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """The environment that a server makes of a request (PEP 3333)."""
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": named.pop("HTTP_CONTENT_TYPE"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "HTTP_HOST": "localhost",
        **named,
    }

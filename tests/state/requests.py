"""Requests as the adapters see them."""

from typing import Any

from ask_sdk_model import RequestEnvelope

from skill.alexa.serializer import EnvelopeSerializer

SECRET = b"0123456789abcdef0123456789abcdef"


def request(user: str = "amzn1.ask.account.A", kind: str = "LaunchRequest", person: str = "") -> RequestEnvelope:
    recognised = {"person": {"personId": person}} if person else {}
    content: dict[str, Any] = {
        "version": "1.0",
        "context": {"System": {"user": {"userId": user}, **recognised}},
        "request": {"type": kind, "requestId": "r", "timestamp": "2026-03-01T12:00:00Z", "locale": "en-US"},
    }
    return EnvelopeSerializer().read(content, RequestEnvelope)

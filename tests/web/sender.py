"""Sends requests to an app as Alexa does, or as somebody who would like to be taken for her."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from skill.web.app import create_app
from skill.web.certificates import CertificateAuthority
from tests.web.authority import NOW, Chain, ThrowAwayAuthority, signature
from tests.web.small_skill import Apology, Listener, small_skill

SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: float = NOW.timestamp()

    def __call__(self) -> float:
        return self.now


@dataclass
class Host:
    """The certificate host: what it serves, whatever the path, and what it was asked for."""

    answer: bytes | Exception
    asked: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def timestamp(offset_s: float = 0, base: datetime = NOW) -> str:
    return (base + timedelta(seconds=offset_s)).strftime("%Y-%m-%dT%H:%M:%SZ")


def envelope(request: Mapping[str, Any] | None = None, offset_s: float = 0) -> dict[str, Any]:
    """A proper request to our skill: an intent with a slot, unless `request` says otherwise."""
    application = {"applicationId": SKILL_ID}
    user = {"userId": "amzn1.ask.account.SECRETUSER"}
    slot = {"name": "question", "value": "secret words", "confirmationStatus": "NONE"}
    intent = {"name": "QuestionIntent", "confirmationStatus": "NONE", "slots": {"question": slot}}
    head = {
        "requestId": "amzn1.echo-api.request.1",
        "timestamp": timestamp(offset_s),
        "locale": "en-US",
    }
    return {
        "version": "1.0",
        "session": {
            "new": False,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "user": user,
            "attributes": {},
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "d", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "t",
            }
        },
        "request": head | dict(request or {"type": "IntentRequest", "intent": intent}),
    }


class Sender:
    """An app with a small skill behind it, and a client that signs what it sends."""

    def __init__(
        self,
        authority: ThrowAwayAuthority,
        chain: Chain,
        *,
        listener: Listener | None = None,
        apology: Apology | None = None,
    ) -> None:
        self.clock = Clock()
        self.chain = chain
        self.host = Host(chain.pem)
        self.listener = listener or Listener()
        trusted = CertificateAuthority((authority.root.certificate,), self.host)
        app = create_app(
            small_skill(self.listener, apology),
            skill_id=SKILL_ID,
            authority=trusted,
            clock=self.clock,
        )
        self.client: FlaskClient = app.test_client()

    def headers(self, body: bytes, url: str = URL) -> dict[str, str]:
        signed = base64.b64encode(signature(self.chain.key, body)).decode()
        return {"SignatureCertChainUrl": url, "Signature-256": signed}

    def send(self, body: bytes | Mapping[str, Any], url: str = URL) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post("/", data=data, headers=self.headers(data, url))

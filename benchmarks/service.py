"""The skill as it is deployed on a server: gunicorn, several workers, signed requests over a socket.

The certificate authority is the simulator's, handed to the workers in a folder; everything else is as in
production.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flask import Flask

from simulator.transport.signing import Signer, TrustedRoot
from skill.alexa.logs import log_to
from skill.entry.assembly import create_skill
from skill.web.app import create_app

SKILL_ID = "amzn1.ask.skill.0ba5c0ac-0000-4000-8000-51e1a7021a1e"
_FOLDER = "BACK_COACH_BENCH_FOLDER"
_ROOT = Path(__file__).parents[1]
_START_SECONDS = 120


def create() -> Flask:
    """The application that each worker serves."""
    folder = Path(os.environ[_FOLDER])
    trusted = TrustedRoot((folder / "root.pem").read_bytes(), (folder / "chain.pem").read_bytes())
    log_to()
    skill = create_skill(folder / "state" / "state.sqlite3")
    return create_app(skill, skill_id=SKILL_ID, authority=trusted.authority())


class Service:
    """Runs while it is open; use it in a `with` statement."""

    def __init__(self, folder: Path, workers: int) -> None:
        """Prepare to run `workers` workers that keep their state in `folder`."""
        self.folder = folder
        self._workers = workers
        self._signer = Signer(time.time())
        self._threads = threading.local()
        self._opened: list[http.client.HTTPConnection] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        (self.folder / "root.pem").write_bytes(self._signer.trusted.root)
        (self.folder / "chain.pem").write_bytes(self._signer.trusted.chain)
        command = [sys.executable, "-m", "gunicorn", "benchmarks.service:create()"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", str(self._workers)]
        environment = {**os.environ, _FOLDER: str(self.folder)}
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"gunicorn did not start:\n{self.log()}")
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    def stop(self) -> int:
        """Hang up, and ask it to finish what it is doing and end. Returns its exit status."""
        for connection in self._opened:
            connection.close()
        self.process.terminate()
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def log(self) -> str:
        """What it has written so far."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def signed(self, content: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        """The body of a request and the headers that go with it."""
        body = json.dumps(content).encode()
        return body, self._signer.headers(body)

    def post(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a request, which is signed and sent on this thread's connection."""
        body, headers = self.signed(content)
        connection: http.client.HTTPConnection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self._threads.connection = connection
            self._opened.append(connection)
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"HTTP {answer.status}")
        decoded: dict[str, Any] = json.loads(data)
        return decoded

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@dataclass
class Person:
    """Somebody with a speaker, whose session it keeps as a device does."""

    service: Service
    """What answers."""
    user_id: str
    """The account."""
    attributes: dict[str, Any] | None = None
    """The session's, None before it begins."""

    def launch(self) -> dict[str, Any]:
        """Open the skill anew."""
        content = self.launching()
        return self._answer(content)

    def launching(self) -> dict[str, Any]:
        """The request that opens the skill anew."""
        self.attributes = None
        return self._content({"type": "LaunchRequest"})

    def say(self, intent: str, **slots: str) -> dict[str, Any]:
        """Send an intent; `slots` are name=value, or name=value|id where Alexa knew the value."""
        filled = {name: _slot(name, value) for name, value in slots.items()}
        return self._answer(self._content({"type": "IntentRequest", "intent": {"name": intent, "slots": filled}}))

    def _answer(self, content: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.service.post(content)
        self.attributes = answer.get("sessionAttributes", {})
        return answer

    def _content(self, request: Mapping[str, Any]) -> dict[str, Any]:
        application = {"applicationId": SKILL_ID}
        user = {"userId": self.user_id}
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        session = {"new": self.attributes is None, "sessionId": "s", "application": application, "user": user}
        return {
            "version": "1.0",
            "session": session | {"attributes": self.attributes or {}},
            "context": {"System": {"application": application, "user": user, "device": {"deviceId": "d"}}},
            "request": {"requestId": "r", "timestamp": now, "locale": "en-US", **request},
        }


def _slot(name: str, value: str) -> dict[str, Any]:
    words, _, known = value.partition("|")
    slot: dict[str, Any] = {"name": name, "value": words}
    if known:
        match = {"authority": "a", "status": {"code": "ER_SUCCESS_MATCH"}}
        values = [{"value": {"name": words, "id": known}}]
        slot["resolutions"] = {"resolutionsPerAuthority": [match | {"values": values}]}
    return slot

"""Requests a second that gunicorn's two workers answer, nine commands to one question, every request verified.

The client is ours: a few connections in one thread, requests signed beforehand. It shares the machine with the
workers, on both sides alike.
"""

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.speed import served
from benchmarks.speed.authority import Signer
from benchmarks.speed.figures import Goal, Noise, Row, against, paired
from benchmarks.speed.hello import app as hello_app
from benchmarks.speed.hello import skill as hello_skill
from benchmarks.speed.hello.verification import STOCK
from benchmarks.speed.in_process import Pair
from benchmarks.speed.talking import COMMANDS, QUESTIONS, envelope, intent_request

ROOT = Path(__file__).parents[2]
_GOAL = Goal(5, at_least=True)
_ROUNDS = 5
_SECONDS = 2.0
_CONNECTIONS = 8
_REQUESTS = 240
_START_SECONDS = 60.0
_OURS = "back coach"


class Service:
    """gunicorn with two workers, as it comes, while it is open; use it in a `with` statement."""

    def __init__(self, application: str, folder: Path, environment: Mapping[str, str]) -> None:
        """Prepare to serve `application`, which finds its certificates in `folder`."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._folder = folder
        self._application = application
        self._environment = {**os.environ, **environment}

    def __enter__(self) -> Self:
        """Start, and wait until somebody listens.

        Raises:
            RuntimeError: gunicorn ended, or took a minute.
        """
        command = [sys.executable, "-m", "gunicorn", self._application, "--config", os.devnull]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--preload"]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.__exit__(None, None, None)
                written = (self._folder / "log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"gunicorn did not start:\n{written}")
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


@dataclass(frozen=True)
class _Load:
    """Sends the same requests over and over."""

    port: int
    requests: Sequence[bytes]

    def rate(self, seconds: float) -> float:
        """Requests answered a second. Raises `RuntimeError` where an answer is not 200."""
        selector = selectors.DefaultSelector()
        sent = 0
        answered = 0
        for _ in range(_CONNECTIONS):
            self._send(selector, sent)
            sent += 1
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            for key, _ in selector.select(timeout=1):
                connection: socket.socket = key.fileobj  # type: ignore[assignment]
                got = connection.recv(65536)
                key.data.extend(got)
                if got:
                    continue
                if not key.data.startswith(b"HTTP/1.1 200"):
                    raise RuntimeError(f"not answered: {bytes(key.data[:200])!r}")
                selector.unregister(connection)
                connection.close()
                answered += 1
                self._send(selector, sent)
                sent += 1
        took = time.perf_counter() - began
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        return answered / took

    def _send(self, selector: selectors.BaseSelector, number: int) -> None:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall(self.requests[number % len(self.requests)])
        selector.register(connection, selectors.EVENT_READ, bytearray())


def measure(folder: Path, both: Pair) -> list[Row]:
    """The lines of the throughput."""
    name = "requests/s, gunicorn -w 2"
    if find_spec("gunicorn") is None:
        return [Row(name, goal=_GOAL, skipped="gunicorn is not installed (requirements.txt has it)")]
    both.coach.begin_stretch()
    requests = {_OURS: _coach_requests(both.signer, both.coach.attributes)}
    applications: dict[str, tuple[str, dict[str, str]]] = {_OURS: ("benchmarks.speed.served:create()", {})}
    for kind in both.hellos:
        requests[kind] = _hello_requests(both.signer)
        applications[kind] = ("benchmarks.speed.hello.app:create()", {hello_app.VERIFIER: kind})
    rates: dict[str, list[float]] = {kind: [] for kind in requests}
    with ExitStack() as services:
        loads = {}
        for kind, (application, environment) in applications.items():
            place = folder / kind.replace(" ", "-")
            place.mkdir()
            both.signer.trusted.write(place)
            found = {**environment, served.FOLDER: str(place), hello_app.FOLDER: str(place)}
            running = services.enter_context(Service(application, place, found))
            loads[kind] = _Load(running.port, requests[kind])
            loads[kind].rate(1.0)  # the model is loaded, the certificate validated
        for _ in range(_ROUNDS):
            for kind, load in loads.items():
                rates[kind].append(load.rate(_SECONDS))
    ours = rates[_OURS]
    return [
        replace(
            paired(against(name, kind, STOCK), ours, theirs, _GOAL if kind == STOCK else None, unit="/s"),
            # The same work in each round; what else the machine does falls to both alike.
            noise=Noise(ours=max(theirs) / min(theirs), theirs=max(theirs) / min(theirs)),
        )
        for kind, theirs in rates.items()
        if kind != _OURS
    ]


def _coach_requests(signer: Signer, under_way: Mapping[str, Any]) -> list[bytes]:
    """Each from a user of its own, with a stretch under way; every tenth a question."""
    now = time.time()
    made = []
    for number in range(_REQUESTS):
        if number % 10 == 9:
            request, attributes = intent_request("AskQuestionIntent", question=QUESTIONS[number // 10 % 10]), {}
        else:
            request = intent_request(COMMANDS[number % len(COMMANDS)])
            attributes = dict(under_way)
        made.append(_signed(signer, envelope(request, attributes, f"amzn1.ask.account.{number}", now)))
    return made


def _hello_requests(signer: Signer) -> list[bytes]:
    now = time.time()
    names = [hello_skill.COMMANDS[number % len(hello_skill.COMMANDS)] for number in range(_REQUESTS)]
    return [
        _signed(signer, envelope(intent_request(name), {}, f"amzn1.ask.account.{number}", now))
        for number, name in enumerate(names)
    ]


def _signed(signer: Signer, content: Mapping[str, Any]) -> bytes:
    body = json.dumps(content).encode()
    headers = {"Host": "localhost", "Content-Length": str(len(body)), "Connection": "close"}
    lines = [f"{name}: {value}" for name, value in {**headers, **signer.headers(body)}.items()]
    return "\r\n".join(["POST / HTTP/1.1", *lines, "", ""]).encode() + body

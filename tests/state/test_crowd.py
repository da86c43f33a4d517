"""A thousand users interleaved on four workers: nobody finds themselves in another's place."""

import random
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.service import Person, Service
from skill.content.store import load_content
from skill.entry.assembly import SPEECH

USERS = 1000
WORKERS = 4
SENDERS = 8
ROUTINES = [routine.id for routine in load_content(SPEECH / "compiled/content.json").routines]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("service"), WORKERS) as running:
        yield running


@dataclass
class Visitor:
    """One user, who does one stretch up to one place, and comes back to it."""

    number: int
    person: Person

    @property
    def routine(self) -> str:
        return ROUTINES[self.number % len(ROUTINES)]

    def start(self) -> None:
        self.person.say("StartRoutineIntent", stretch=f"stretch|{self.routine}")
        self.check()

    def go_on(self) -> None:
        """Users of the same stretch stop at different places."""
        if self.number // len(ROUTINES) % 3:
            self.person.say("ReadyIntent")
            self.check()

    def further(self) -> None:
        if self.number // len(ROUTINES) % 3 == 2:
            self.person.say("AMAZON.NextIntent")
            self.check()
        self.place = self.stage()

    def come_back(self) -> None:
        self.person.launch()
        self.person.say("AMAZON.YesIntent")
        self.check()
        assert self.stage() == self.place

    def position(self) -> dict[str, Any]:
        assert self.person.attributes is not None
        found: dict[str, Any] = self.person.attributes["position"]
        return found

    def stage(self) -> int:
        """A stretch on the floor is gone on with by getting down again, and `then` where it was."""
        position = self.position()
        return int(position["stage"] if position["then"] < 0 else position["then"])

    def check(self) -> None:
        assert self.position()["routine"] == self.routine


def test_a_thousand_users(service: Service) -> None:
    visitors = [Visitor(n, Person(service, f"amzn1.ask.account.{n}")) for n in range(USERS)]
    order = random.Random(7)  # noqa: S311
    with ThreadPoolExecutor(SENDERS) as pool:
        for step in (Visitor.start, Visitor.go_on, Visitor.further, Visitor.come_back):
            order.shuffle(visitors)
            list(pool.map(step, visitors))
    log = service.log()
    assert '"outcome": "fault"' not in log
    assert "state_failed" not in log
    assert "amzn1.ask.account" not in log


def test_a_turn_under_way_is_finished_when_the_service_is_told_to_stop(tmp_path: Path) -> None:
    with Service(tmp_path, 2) as running:
        body, headers = running.signed(Person(running, "amzn1.ask.account.A").launching())
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = ["POST / HTTP/1.1", "Host: h", f"Content-Length: {len(body)}", "Expect: 100-continue", *lines]
        with socket.create_connection(("127.0.0.1", running.port), timeout=60) as connection:
            connection.sendall("\r\n".join([*head, "", ""]).encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 100")  # A worker is reading it.
            running.process.terminate()
            connection.sendall(body)
            answer = connection.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 200")
        assert b"Welcome to Back Coach" in answer
        assert running.process.wait(60) == 0
    assert "Traceback" not in running.log()

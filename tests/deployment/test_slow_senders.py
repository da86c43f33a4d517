"""The deployed service while strangers hold connections open: Alexa's requests are answered all the same."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.service import Person, Service
from deployment.target import ROOT
from skill.web.worker import READ_SECONDS
from tests.deployment.caddy import caddy

ALEXA_WAITS = 8.0
UNFINISHED = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n" + b" " * 20_000
HALF_A_HEADER = b"POST / HTTP/1.1\r\nHost: 127"
NOTHING = b""
NO_HTTP = b"hello\r\n\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    # One worker: of two, the one that strangers happened to leave alone would answer.
    with Service(tmp_path_factory.mktemp("service"), workers=1) as running:
        yield running


@pytest.fixture(scope="module")
def proxy(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with caddy(service.port, tmp_path_factory.mktemp("caddy")) as port:
        yield port


@contextmanager
def held(port: int, number: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """`number` connections on which `sent` is all that comes."""
    with ExitStack() as stack:
        connections = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(number)]
        for one in connections:
            one.sendall(sent)
        time.sleep(0.5)  # until the threads have them
        yield connections


def launched(service: Service, port: int) -> str:
    """What the skill says at its start, to whoever waits no longer than Alexa does."""
    body, headers = service.signed(Person(service, "amzn1.ask.account.A").launching())
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=ALEXA_WAITS)) as connection:
        connection.request("POST", "/", body, headers)
        with connection.getresponse() as answer:
            return str(json.loads(answer.read())["response"]["outputSpeech"]["ssml"])


@pytest.mark.parametrize(("number", "sent"), [(12, UNFINISHED), (200, NOTHING), (200, HALF_A_HEADER)])
def test_through_caddy(number: int, sent: bytes, service: Service, proxy: int) -> None:
    with held(proxy, number, sent):
        for _ in range(3):
            assert "Welcome" in launched(service, proxy)


@pytest.mark.parametrize(("number", "sent"), [(200, NOTHING), (12, NO_HTTP), (8, UNFINISHED), (8, HALF_A_HEADER)])
def test_without_a_proxy(number: int, sent: bytes, service: Service) -> None:
    with held(service.port, number, sent):
        for _ in range(3):
            assert "Welcome" in launched(service, service.port)


def test_one_byte_at_a_time_gains_nothing(service: Service) -> None:
    with held(service.port, 1, UNFINISHED) as (slow,):
        slow.settimeout(0.2)
        until = time.monotonic() + 4 * READ_SECONDS
        answer = b""
        while not answer:
            assert time.monotonic() < until
            slow.sendall(b" ")
            try:
                answer = slow.recv(100)
            except TimeoutError:
                continue
        assert answer.startswith(b"HTTP/1.1 400 ")


def slow_turns(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    """An application that reads a request at once, and takes longer to answer than anybody may take to send one."""
    body: bytes = environ["wsgi.input"].read()
    time.sleep(READ_SECONDS + 2)
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def test_a_slow_answer_does_not_cost_the_connection(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"{__name__}:slow_turns", "--bind", f"127.0.0.1:{port}"]
    environment = {**os.environ, "BACK_COACH_WORKERS": "1"}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _await_listening(port)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for body in (b"first", b"second"):
                connection.request("POST", "/", body)
                with connection.getresponse() as answer:
                    assert answer.read() == body
                time.sleep(1.5)  # gunicorn looks for the slow every second
                connection.auto_open = 0  # the same connection, or none
    finally:
        process.terminate()
        process.wait(30)


def _await_listening(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return


def test_whoever_is_silent_is_hung_up_on(service: Service) -> None:
    with held(service.port, 1, NOTHING) as (silent,):
        silent.settimeout(4 * READ_SECONDS)
        assert silent.recv(100) == b""


def test_caddy_passes_on_no_part_of_a_request(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as skill, caddy(skill.getsockname()[1], tmp_path) as port:
        skill.settimeout(1)
        with held(port, 1, UNFINISHED), pytest.raises(TimeoutError):
            skill.accept()


def test_what_caddy_lets_through(service: Service, proxy: int) -> None:
    assert "Welcome" in launched(service, proxy)
    for method, path, body, status in (
        ("POST", "/", b"{}", 400),
        ("POST", "/", b" " * 300_000, 413),
        ("GET", "/", b"", 404),
        ("GET", "/healthz", b"", 404),
        ("GET", "/readyz", b"", 404),
        ("POST", "//", b"", 404),
    ):
        with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=30)) as connection:
            connection.request(method, path, body)
            with connection.getresponse() as answer:
                assert (answer.status, answer.read()) == (status, b""), (method, path)


def test_compose_runs_caddy_by_this_file() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert "./deployment/Caddyfile:/etc/caddy/Caddyfile:ro" in compose
    assert "command: caddy" not in compose


def test_nginx_passes_on_whole_requests_alone() -> None:
    site = Path(ROOT / "deployment" / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_request_buffering" not in site  # on unless switched off
    assert "client_header_timeout 5s;" in site
    assert "client_body_timeout 5s;" in site

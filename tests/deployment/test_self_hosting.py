"""The container's files, laid out as the Dockerfile says, and served by its command; the Dockerfile, linted."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from deployment.target import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STAGES = re.split(r"(?m)^FROM ", DOCKERFILE)[1:]


def test_the_linter_finds_nothing() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    ran = subprocess.run([str(linter), str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stdout + ran.stderr


def test_it_does_not_run_as_root() -> None:
    (user,) = re.findall(r"(?m)^USER (.+)$", STAGES[-1])
    assert int(user.split(":")[0]) > 0
    assert STAGES[-1].index("USER") > STAGES[-1].rindex("\nRUN")


def test_it_has_a_health_check_and_stops_gracefully() -> None:
    assert "HEALTHCHECK" in STAGES[-1]
    assert "/healthz" in STAGES[-1]
    assert "STOPSIGNAL SIGTERM" in STAGES[-1]
    grace = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["skill"]
    settings: dict[str, object] = {}
    exec((ROOT / "gunicorn.conf.py").read_text(encoding="utf-8"), settings)  # noqa: S102 - our own
    assert int(str(settings["graceful_timeout"])) < int(grace["stop_grace_period"].rstrip("s"))


def test_what_is_copied_is_not_ignored() -> None:
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = [rule[1:] for rule in rules if rule.startswith("!")]
    for source in copied(STAGES[0]) + copied(STAGES[-1]):
        assert (ROOT / source).exists()
        assert any(source == rule or fnmatch(source, f"{rule}/*") for rule in sent), source


def copied(stage: str) -> list[str]:
    lines = re.findall(r"(?m)^COPY (?!--from)(.+)$", stage)
    return [source for line in lines for source in line.split()[:-1]]


@pytest.fixture(scope="module")
def srv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The container's working directory."""
    folder = tmp_path_factory.mktemp("srv")
    for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", STAGES[-1]):
        *sources, to = line.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / to, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(ROOT / source, folder / to / source)
    return folder


@contextmanager
def served(srv: Path, state: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (command,) = re.findall(r'(?m)^CMD \["(\w+)"\]$', STAGES[-1])
    variables = {
        "PATH": os.environ["PATH"],
        "BACK_COACH_BIND": f"127.0.0.1:{port}",
        "BACK_COACH_WORKERS": "2",
        "BACK_COACH_DATABASE": str(state / "back-coach.sqlite3"),
        **environment,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", command],
        cwd=srv,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, port
    finally:
        process.kill()
        process.communicate()


def answer(port: int, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_it_serves_refuses_and_ends(srv: Path, tmp_path: Path) -> None:
    with served(srv, tmp_path, BACK_COACH_SKILL_ID="amzn1.ask.skill.test") as (process, port):
        for _ in range(600):
            try:
                health = answer(port, "GET", "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        assert health == (200, b"alive\n")
        assert answer(port, "GET", "/readyz") == (200, b"ready\n")
        assert answer(port, "POST", "/", b"{}") == (400, b"")
        assert answer(port, "GET", "/")[0] == 405
        assert answer(port, "GET", "/etc/passwd")[0] == 404
        process.terminate()
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
    assert '"event": "refused", "status": 400, "reason": "header_missing"' in output
    assert "Traceback" not in output
    assert (tmp_path / "back-coach.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("variables", "names"),
    [({}, "BACK_COACH_SKILL_ID"), ({"BACK_COACH_SKILL_ID": "s", "BACK_COACH_KEY": "short"}, "BACK_COACH_KEY")],
)
def test_it_does_not_start_half_configured(variables: dict[str, str], names: str, srv: Path, tmp_path: Path) -> None:
    with served(srv, tmp_path, **variables) as (process, _):
        output, _ = process.communicate(timeout=60)
        assert process.returncode != 0
    assert names in output

"""Caddy as compose.yaml runs it, but in front of a port of this machine and without TLS."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deployment.target import ROOT

CADDYFILE = ROOT / "deployment" / "Caddyfile"


def program() -> str:
    """Where Caddy is. Skips the test where it is not."""
    found = shutil.which("caddy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip("Caddy is missing")
    return found


@contextmanager
def caddy(skill_port: int, folder: Path) -> Iterator[int]:
    """Runs Caddy in front of `skill_port`; the port that it listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "HOME": str(folder),
        "HOST_NAME": f"http://127.0.0.1:{port}",
        "SKILL_ADDRESS": f"127.0.0.1:{skill_port}",
    }
    command = [program(), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 5).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "caddy.log").read_text(encoding="utf-8")
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.communicate()

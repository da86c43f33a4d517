"""Caddy as compose.yaml runs it, but in front of a port of this machine and without TLS."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deployment.target import ROOT

CADDYFILE = ROOT / "deployment" / "Caddyfile"


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
    command = [
        str(Path(sys.executable).with_name("caddy")),
        "run",
        "--config",
        str(CADDYFILE),
        "--adapter",
        "caddyfile",
    ]
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

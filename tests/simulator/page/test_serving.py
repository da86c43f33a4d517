"""`python -m simulator page`: where it is served, and that it can be reached there."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from simulator.errors import ServerError
from simulator.page import serve
from tests.simulator.conftest import MODELS

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from pathlib import Path
from simulator.command_line.commands import Parts, main
from tests.simulator.parrot import parrot

if __name__ == "__main__":
    sys.exit(main(["page", "--port", sys.argv[1]], Parts(parrot, Path(sys.argv[2]))))
"""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield other.getsockname()[1]


def test_the_page_takes_the_next_free_port(taken: int, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(program), str(taken), str(MODELS)]
    environment = {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    try:
        assert process.stdout is not None
        addresses = (line.split()[-1] for line in process.stdout if "Talk to the skill" in line)
        address = next(addresses)
        assert not address.startswith(f"http://127.0.0.1:{taken}/")
        with urllib.request.urlopen(f"{address}api/options") as answer:  # noqa: S310 - it is loopback
            assert "en-US" in json.load(answer)["locales"]
    finally:
        process.terminate()
        process.communicate()


def test_no_port_is_free(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setattr(serve, "_TRIES", 1)
    with pytest.raises(ServerError, match=f"no port is free from {taken} on: name another with --port"):
        serve.serve(None, taken, print)  # type: ignore[arg-type] # it fails before the application matters

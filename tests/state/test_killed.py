"""kill -9 in the middle of a hundred saves: nothing is damaged, and nothing acknowledged is lost.

KILLS=130 pytest tests/state/test_killed.py kills more often.
"""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from skill.state.sqlite import SqliteAdapter
from tests.state.requests import SECRET, request

SAVES = 100
KILLS = int(os.environ.get("KILLS", "8"))
PROGRAM = """
import sys
from pathlib import Path
from skill.state.sqlite import SqliteAdapter
from tests.state.requests import SECRET, request
adapter = SqliteAdapter(Path(sys.argv[1]), SECRET)
for number in range(int(sys.argv[2])):
    adapter.save_attributes(request(f"user {number % 7}"), {"number": number, "text": "x" * 2000})
    print(number, flush=True)
adapter.close()
"""


@pytest.mark.parametrize("round_", range(KILLS))
def test_killed_while_saving(round_: int, tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    # Somewhere in the middle, and not always between two saves: the writer does not wait to be killed.
    until = random.Random(round_).randrange(5, SAVES - 5)  # noqa: S311
    command = [sys.executable, "-c", PROGRAM, str(path), str(SAVES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as writer:
        assert writer.stdout is not None
        acknowledged = -1
        while acknowledged < until:
            acknowledged = int(writer.stdout.readline())
        writer.kill()
        for line in writer.stdout:
            if line.endswith("\n"):
                acknowledged = int(line)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(SqliteAdapter(path, SECRET)) as adapter:
        for user in range(7):
            last = max(range(user, acknowledged + 1, 7), default=-1)
            found = adapter.get_attributes(request(f"user {user}")).get("number", -1)
            # The save under way when it was killed may have been kept without being acknowledged.
            assert found in {last, acknowledged + 1}
    assert not list(tmp_path.glob("*.damaged-*"))

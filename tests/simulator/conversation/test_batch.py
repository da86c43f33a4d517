"""Whole conversations, in and out, one for each rule of the device; and what every line is owed.

Golden file: to make it anew after a wanted change, set BACK_COACH_REWRITE=1, run this file, and
read the difference.
"""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.conversation.batch import Batch
from simulator.device.clock import SimulatedClock
from simulator.transport.server import SkillServer
from tests.simulator.conftest import ideal, plain_seconds
from tests.simulator.parrot import parrot

DATA = Path(__file__).parent / "data"
GIVEN = DATA / "conversations.in.jsonl"
EXPECTED = DATA / "conversations.out.jsonl"
KEYS = (
    "said heard_by intent slots outcome statements choices safety_net speech ssml reprompt session_open "
    "seconds directives meanwhile error"
)


class Flushes(io.BytesIO):
    """Remembers how much had been written at each flush."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[bytes] = []

    def flush(self) -> None:
        self.lines.append(self.getvalue())


def run(batch: Batch, lines: list[bytes]) -> list[bytes]:
    out = io.BytesIO()
    batch.run(lines, out)
    return out.getvalue().splitlines()


def run_anew(lines: list[bytes]) -> list[bytes]:
    """Run lines with a process and a store of their own."""
    clock = SimulatedClock()
    with SkillServer(parrot, clock) as server:
        return run(Batch(server, clock, ideal), lines)


@pytest.fixture(scope="module")
def results() -> Iterator[list[bytes]]:
    """What comes out, while the speech clock stands still."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulator.protocol.reply.seconds", plain_seconds)
        yield run_anew(GIVEN.read_bytes().splitlines())


def test_every_conversation_goes_as_recorded(results: list[bytes]) -> None:
    if os.environ.get("BACK_COACH_REWRITE"):
        EXPECTED.write_bytes(b"\n".join(results) + b"\n")
    expected = EXPECTED.read_bytes().splitlines()
    assert len(results) == len(expected)
    for line, wanted in zip(results, expected, strict=True):
        assert json.loads(line) == json.loads(wanted)
        assert line == wanted


def test_two_runs_give_identical_bytes(results: list[bytes]) -> None:
    assert run_anew(GIVEN.read_bytes().splitlines()) == results


def test_lines_share_nothing_and_may_stand_in_any_order(results: list[bytes]) -> None:
    given_lines = [line for line in GIVEN.read_bytes().splitlines() if line.strip()]
    # Two lines with one name are told apart by their order, and bad lines tell their number.
    pairs = [
        (line, result)
        for line, result in zip(given_lines, results, strict=True)
        if b"twice" not in line and b'error": "line' not in result
    ]
    backwards = run_anew([line for line, _ in pairs[::-1]])
    assert backwards == [result for _, result in pairs[::-1]]


def test_every_entry_has_every_key_in_order(results: list[bytes]) -> None:
    for line in results:
        result = json.loads(line)
        assert list(result)[:2] == ["id", "turns"]
        for entry in result["turns"]:
            assert list(entry) == KEYS.split()
            assert entry["heard_by"] in {"skill", "alexa", "nobody"}
            assert not [key for key in entry if entry[key] in ([], {})]


def test_one_entry_per_utterance(batch: Batch) -> None:
    for line in GIVEN.read_bytes().splitlines()[:30]:
        given_turns = json.loads(line)["turns"]
        entries = batch.line(1, line)["turns"]
        assert [entry["said"].strip() for entry in entries] == [
            turn.strip() for turn in given_turns if isinstance(turn, str)
        ]


def test_each_line_is_flushed_by_itself(batch: Batch) -> None:
    out = Flushes()
    batch.run([b'{"id": 1, "turns": []}\n', b"bad\n"], out)
    assert [written.count(b"\n") for written in out.lines] == [1, 2]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"\xff\xfe", "line 3: not UTF-8"),
        (b"[" * 100_000, "line 3: not JSON"),
        (b'{"id": 1, "turns": [{"wait": ' + b"9" * 5000 + b"}]}", "line 3: not JSON"),
        (b'{"id": 1, "turns": [{"wait": ' + b"9" * 400 + b"}]}", "line 3: turn 1: wait"),
    ],
)
def test_hopeless_lines(batch: Batch, line: bytes, error: str) -> None:
    result = batch.line(3, line)
    assert result["turns"] == []
    assert result["error"].startswith(error)


def test_a_byte_order_mark_is_passed_over(batch: Batch) -> None:
    assert batch.line(1, b'\xef\xbb\xbf{"id": "x", "turns": []}') == {"id": "x", "turns": []}


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=json_values, turns=st.lists(st.text(max_size=30) | json_values, max_size=3))
def test_any_json_gives_a_line(batch: Batch, name: object, turns: object) -> None:
    result = batch.line(1, json.dumps({"id": name, "turns": turns}).encode())
    assert isinstance(result["turns"], list)
    assert result["id"] in (name, None)

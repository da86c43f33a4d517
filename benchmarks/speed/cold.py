"""Cold starts of the Lambda path: a fresh process up to its first answer and its end, and the memory by then."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from benchmarks.speed.figures import Goal, Row, Spread, paired
from benchmarks.speed.in_process import Pair
from benchmarks.speed.talking import QUESTIONS, SKILL_ID, envelope, intent_request

ROOT = Path(__file__).parents[2]
_ROUNDS = 12
_LAUNCH: Mapping[str, Any] = {"type": "LaunchRequest"}
_NEXT = intent_request("AMAZON.NextIntent")
_KINDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "hello": ("hello", intent_request("HelloIntent")),
    "command": ("memory", _NEXT),
    "launch": ("memory", _LAUNCH),
    "question": ("memory", intent_request("AskQuestionIntent", question=QUESTIONS[0])),
    "command, dynamodb": ("dynamodb", _NEXT),  # reads what is kept, and saves
    "question, dynamodb": ("dynamodb", intent_request("AskQuestionIntent", question=QUESTIONS[0])),
}
_ROWS = (
    ("command", "cold start, first command answered", Goal(1.1)),
    ("launch", "cold start, launch answered", None),
    ("question", "cold start, first question answered", Goal(2.5)),
    ("command, dynamodb", "cold start, DynamoDB, first command answered", Goal(1.5)),
    ("question, dynamodb", "cold start, DynamoDB, first question answered", None),
)


def measure(both: Pair) -> list[Row]:
    """The lines of the cold start and the memory."""
    both.coach.begin_stretch()
    under_way = both.coach.attributes
    milliseconds: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    processor: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    resident_mib: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    with _dynamodb() as url:
        for number in range(_ROUNDS + 1):
            for kind in _KINDS:
                start = _start(kind, url, under_way)
                if number:  # the first writes the compiled files that it lacks
                    milliseconds[kind].append(start.milliseconds)
                    processor[kind].append(start.processor_milliseconds)
                    resident_mib[kind].append(start.resident_mib)
    hello = milliseconds["hello"]
    rows = [paired(name, milliseconds[kind], hello, goal) for kind, name, goal in _ROWS]
    rows += [
        paired(f"{name}, processor time", processor[kind], processor["hello"])
        for kind, name, goal in _ROWS
        if goal is not None
    ]
    memory = Spread.of(resident_mib["question, dynamodb"])
    goal = Goal(150, unit="MiB")
    return [*rows, Row("memory, Lambda path", memory, Spread.of(resident_mib["hello"]), None, goal, "MiB")]


@dataclass(frozen=True)
class _Start:
    milliseconds: float
    processor_milliseconds: float
    resident_mib: float


def _start(kind: str, url: str, under_way: Mapping[str, Any]) -> _Start:
    """One fresh process. Raises `RuntimeError` where it did not answer."""
    path, request = _KINDS[kind]
    attributes = under_way if request is _NEXT else {}
    event = envelope(request, attributes, "amzn1.ask.account.BENCH", time.time(), new=request is _LAUNCH)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",  # a package is compiled before it is deployed
        "BACK_COACH_SKILL_ID": SKILL_ID,
        "BACK_COACH_KEY": "0" * 64,
        "BACK_COACH_TABLE": "bench",
        "BACK_COACH_DYNAMODB": url,
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
    }
    command = [sys.executable, str(Path(__file__).with_name("first_turn.py")), path]
    text = json.dumps(event)
    before = _children_seconds()
    began = time.perf_counter()
    done = subprocess.run(command, input=text, capture_output=True, text=True, env=environment, check=False)
    took = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{kind}: {done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    outcome = found["answer"].get("sessionAttributes", {}).get("outcome")
    if not found["answer"]["response"].get("outputSpeech") or outcome == "fault":
        raise RuntimeError(f"{kind}: the skill failed: {found['answer']}")
    return _Start(took * 1000, (_children_seconds() - before) * 1000, found["resident_kib"] / 1024)


def _children_seconds() -> float:
    """Processor time of all processes that were started from here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _dynamodb() -> Iterator[str]:
    """Something that answers in DynamoDB's place at once: nothing is kept, everything is saved."""

    class Table(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 4096  # head and body in one packet

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Table)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

"""Why something was understood is told by the simulator, and changes nothing that the skill says, keeps or logs."""

import ast
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.transport.tracing import Tracer
from skill.entry.assembly import create_skill
from skill.understanding.recognizer import Recognizer
from tests.conversation import Conversation

SKILL = Path(__file__).parents[3] / "skill"
SAID = ("why does walking help my back", "something for my neck", "my arm's gone numb and i can't hold a cup", "mmh")
OF_THE_TRACE = ("readings", "probability", "evidence", "stages", "understood", "told_from", "nearest")


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    logger = logging.getLogger("back_coach")
    before = logger.handlers, logger.level, logger.propagate
    logger.handlers = []
    yield logger
    logger.handlers, logger.level, logger.propagate = before


class Lines(logging.Handler):
    """What the deployed skill would log, but for the time it took."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.fields.append({**json.loads(record.getMessage()), "latency_ms": None})


def spoken(folder: Path, tracer: Tracer | None) -> list[object]:
    """The answers, session attributes and log lines of a conversation."""
    recognizer = tracer.recognizer if tracer else Recognizer
    talk = Conversation(create_skill(folder / "state.db", secret=b"s" * 32, recognizer=recognizer)).launch()
    lines = Lines()
    logging.getLogger("back_coach").addHandler(lines)
    found: list[object] = [(talk.speech, talk.reprompt, talk.attributes)]
    for words in SAID:
        talk.say(words)
        found.append((talk.speech, talk.reprompt, talk.attributes))
    logging.getLogger("back_coach").removeHandler(lines)
    return [*found, lines.fields]


def test_a_watched_skill_says_keeps_and_logs_what_any_other_does(logger: logging.Logger, tmp_path: Path) -> None:
    logger.setLevel(logging.INFO)
    (tmp_path / "alone").mkdir()
    (tmp_path / "watched").mkdir()
    alone = spoken(tmp_path / "alone", None)
    tracer = Tracer()
    watched = spoken(tmp_path / "watched", tracer)
    assert tracer.take()["understood"]  # it did watch
    assert watched == alone
    everything = json.dumps(watched)
    assert not [name for name in OF_THE_TRACE if f'"{name}"' in everything]


def test_the_deployed_skill_names_no_recognizer_of_another() -> None:
    calls = [
        (path.name, call)
        for path in SKILL.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("assemble", "create_skill")
    ]
    assert {name for name, _ in calls} == {"assembly.py", "lambda_function.py", "wsgi.py"}
    deployed = [call for name, call in calls if name != "assembly.py"]
    assert not [keyword for call in deployed for keyword in call.keywords if keyword.arg == "recognizer"]
    assert all(len(call.args) < 4 for call in deployed)


def test_what_is_told_of_a_question(logger: logging.Logger, tmp_path: Path) -> None:  # noqa: ARG001 - it cleans up
    tracer = Tracer()
    talk = Conversation(create_skill(tmp_path / "state.db", recognizer=tracer.recognizer)).launch()
    tracer.take()
    talk.say("so what does a walk do for somebody's spine")
    told = tracer.take()
    understood = told["understood"]
    assert understood["words"] == "so what does a walk do for somebody's spine"
    assert understood["rule"] == "likeliest_label"
    assert understood["reason"].startswith("Anything else: the likeliest label of the encoder.")
    chances = [reading["probability"] for reading in understood["readings"]]
    assert len(chances) == 5
    assert chances == sorted(chances, reverse=True)
    assert understood["readings"][0]["label"] in talk.attributes["statements"]
    assert understood["nearest"] == understood["readings"][0]["label"]
    assert 0 <= understood["danger"]["probability"] < understood["danger"]["doubted_from"]
    assert [stage["stage"] for stage in told["stages"]] == ["understanding", "answering and keeping"]
    [line] = told["log"]
    assert (line["level"], line["event"], line["outcome"]) == ("info", "turn", "answer")
    assert tracer.take() == {"understood": None, "stages": [], "log": []}


def test_what_is_told_of_a_red_flag_and_of_a_command(logger: logging.Logger, tmp_path: Path) -> None:  # noqa: ARG001
    tracer = Tracer()
    talk = Conversation(create_skill(tmp_path / "state.db", recognizer=tracer.recognizer)).launch()
    talk.say("stop")
    stopped = tracer.take()["understood"]
    assert stopped["rule"] == "written_command"
    assert "the words are the command 'stop'" in stopped["evidence"]
    talk.launch()
    talk.say("my arm's gone numb and i can't hold a cup")
    urgent = tracer.take()["understood"]
    assert urgent["meaning"].startswith("Urgent(")
    assert urgent["danger"]["probability"] >= urgent["danger"]["told_from"] or urgent["danger"]["sure"]

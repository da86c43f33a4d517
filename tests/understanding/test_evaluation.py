"""How well people are understood must not fall below what was committed."""

from pathlib import Path

import pytest

from authoring.training.dataset import Dataset, read_dataset
from benchmarks.understanding import committed
from benchmarks.understanding.evaluate import evaluate, evaluate_without_model, model_hash
from benchmarks.understanding.intervals import Share
from benchmarks.understanding.questions import Question, read_questions, score
from benchmarks.understanding.replies import Heard, speech_without_model
from benchmarks.understanding.scoring import ordinary, stopped
from benchmarks.understanding.strangers import FEWER, WITHOUT_MODEL, answer_all, shares, split_lines
from skill.entry.assembly import SPEECH
from skill.errors import DocumentError


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return read_dataset(SPEECH)


def _silent(done: int, total: int) -> None:
    assert done <= total


def test_figures_belong_to_this_model() -> None:
    assert committed.read().get("model") == model_hash(), f"the model is not the measured one; {committed.MEND}"


def test_no_blind_row_gets_worse() -> None:
    rows = shares(answer_all(split_lines("test"), _silent))
    found = committed.complaints(rows, committed.read().get("blind", {}), FEWER)
    assert not found, "\n".join(found)


def test_no_blind_row_gets_worse_without_the_model() -> None:
    with speech_without_model() as folder:
        rows = shares(answer_all(split_lines("test"), _silent, folder), WITHOUT_MODEL)
    found = committed.complaints(rows, committed.read().get("blind_without_model", {}), FEWER)
    assert not found, "\n".join(found)


def test_no_row_falls(dataset: Dataset) -> None:
    rows = evaluate(dataset.test, _silent).rows
    found = committed.complaints(rows, committed.read().get("rows", {}))
    assert not found, "\n".join(found)


def test_no_row_falls_without_the_model(dataset: Dataset) -> None:
    rows = evaluate_without_model(dataset.test, _silent).rows
    found = committed.complaints(rows, committed.read().get("rows_without_model", {}))
    assert not found, "\n".join(found)


COMMITTED_ROW = {"urgent": {"n": 200, "share": 0.99}}


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        pytest.param({"urgent": Share(198, 200)}, "", id="the same"),
        pytest.param({"urgent": Share(197, 200)}, "", id="half a point less"),
        pytest.param({"urgent": Share(196, 200)}, "98.0%", id="a point less"),
        pytest.param({"urgent": Share(200, 201)}, "201 utterances", id="other utterances"),
        pytest.param({}, "measured no more", id="a row lost"),
        pytest.param({"urgent": Share(198, 200), "gap": Share(1, 1)}, "gap: not committed", id="a row more"),
    ],
)
def test_comparison(rows: dict[str, Share], complaint: str) -> None:
    found = committed.complaints(rows, COMMITTED_ROW)
    assert len(found) == bool(complaint)
    assert all(complaint in one and "make evaluate WRITE=1" in one for one in found)


def test_comparison_of_what_must_not_happen() -> None:
    before = {"alarms": {"n": 200, "share": 0.01}}
    found = [committed.complaints({"alarms": Share(count, 200)}, before, {"alarms"}) for count in (0, 3, 4)]
    assert [len(one) for one in found] == [0, 0, 1]


@pytest.mark.parametrize(
    ("share", "low", "high"),
    # Wilson's interval for 0 of 10 and 10 of 10 is known in closed form: z^2 / (n + z^2).
    [
        (Share(0, 10), 0.0, 0.2775),
        (Share(10, 10), 0.7225, 1.0),
        (Share(0, 0), 0.0, 1.0),
        (Share(5, 10), 0.2366, 0.7634),
    ],
)
def test_interval(share: Share, low: float, high: float) -> None:
    assert share.interval == pytest.approx((low, high), abs=1e-4)


def heard(outcome: str, *statements: str, choices: tuple[str, ...] = (), closed: bool = False) -> Heard:
    return Heard(outcome, statements, choices, closed, speech="")


@pytest.mark.parametrize(
    ("label", "reply", "worth"),
    [
        ("healing", heard("answer", "healing"), 1.0),
        ("healing", heard("answer", "friend", "healing"), 1.0),
        ("healing", heard("answer", "friend"), 0.0),
        ("healing", heard("choose", choices=("friend", "healing")), 0.5),
        ("healing", heard("choose", choices=("friend", "diagnosis")), 0.0),
        ("healing", heard("unknown", "healing"), 0.0),
        ("gap-diet", heard("unknown", "nutrients"), 1.0),
        ("gap-diet", heard("answer", "nutrients"), 0.0),
        ("off-topic", heard("unknown"), 1.0),
        ("off-topic", heard("choose"), 0.0),
        ("refer-scan", heard("refer"), 1.0),
        ("refer-scan", heard("urgent", closed=True), 1.0),
        ("refer-scan", heard("unknown"), 0.0),
        ("urgent-fever", heard("urgent", closed=True), 1.0),
        ("urgent-fever", heard("urgent"), 0.0),
        ("urgent-fever", heard("refer"), 0.0),
        ("cmd-pause", heard("paused"), 1.0),
        ("cmd-pause", heard("routine"), 0.0),
        ("cmd-start", heard("choose"), 1.0),
    ],
)
def test_what_a_reply_is_worth(label: str, reply: Heard, worth: float) -> None:
    assert ordinary(label, reply, {"pause": heard("paused")}) == worth


def test_an_open_session_after_a_red_flag_is_a_miss() -> None:
    assert [stopped(heard("urgent", closed=closed)) for closed in (False, True)] == [False, True]


def test_questions_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"text": "a", "kind": "abstain", "about": "b"}\n\n{"text": "c", "kind": "answer"}\n')
    questions = read_questions(path)
    assert questions == [Question("a", "unknown", "b"), Question("c", "answer", "")]
    assert [score(one, heard("choose")) for one in questions] == [0.0, 0.5]


def test_a_file_of_another_form_is_told_the_form_once(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("does walking help\nshould i see a doctor\n")
    with pytest.raises(DocumentError) as caught:
        read_questions(path)
    [told] = str(caught.value).splitlines()
    assert told.startswith(f"{path}:1: needs a line of JSON for each question, as in ")
    path.write_text(told[told.index("{") : told.index("}") + 1])
    assert read_questions(path) == [Question("does walking help my back", "answer", "walking")]


@pytest.mark.parametrize("line", ["{", "[]", '{"text": 1, "kind": "answer"}', '{"text": "a", "kind": "maybe"}'])
def test_lines_that_are_no_questions(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{line}\n")
    with pytest.raises(DocumentError, match=r"questions\.jsonl:1"):
        read_questions(path)

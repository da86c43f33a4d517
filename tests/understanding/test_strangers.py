"""The report on blind lines: every state is reached, every label judged, and shares and curves are what they say."""

from collections import Counter
from pathlib import Path

import pytest

from authoring.document.spoken_lines import MOMENTS, Sign, SpokenLine, read_spoken_lines
from authoring.document.utterances import Split
from benchmarks.understanding import readme
from benchmarks.understanding.curve import Point, alarms_at, curve, recall_at
from benchmarks.understanding.outcomes import expected, microphone, right
from benchmarks.understanding.picture import picture
from benchmarks.understanding.replies import Heard, make_room
from benchmarks.understanding.states import ONE_SHOT, EvaluationError, Room, Way, reach, standing, ways
from benchmarks.understanding.strangers import ROWS, Answered, alike, group, shares
from benchmarks.understanding.strangers_report import every_miss, state_table, table
from skill.dialog.turn import Outcome
from skill.entry.assembly import SPEECH
from skill.errors import DocumentError
from skill.understanding.moment import Moment


@pytest.fixture(scope="module")
def blind() -> list[SpokenLine]:
    return [line for split in read_spoken_lines(SPEECH / "blind").values() for line in split]


@pytest.fixture(scope="module")
def room() -> Room:
    return make_room()


def line(state: str, labels: str, sign: str = "none", text: str = "words", writer: str = "b06") -> SpokenLine:
    mark, _, flag = sign.partition(" ")
    return SpokenLine(state, text, tuple(labels.split("|")), Sign(mark), flag, writer, 2)


def heard(words: str) -> Heard:
    """What "answer healing/friend open net" says: the outcome, statements or choices, the microphone, a safety net."""
    outcome, *rest = words.split()
    ids = tuple(rest.pop(0).split("/")) if rest and rest[0] not in ("open", "closed") else ()
    named = {"choices": ids, "statements": ()} if outcome == "choose" else {"choices": (), "statements": ids}
    return Heard(outcome, closed="closed" in rest, speech="said", net="net" in rest, **named)


def test_every_state_has_ways() -> None:
    assert set(ways()) == set(MOMENTS)


JUDGED = [
    row.split("\t")
    for row in Path(__file__).with_name("strangers.tsv").read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]
ASKED = {Moment.REST: {"none"}, Moment.CHOOSING: {"choice"}}


@pytest.mark.parametrize("state", [state for state in MOMENTS if state != ONE_SHOT])
def test_every_state_is_reached(state: str, room: Room) -> None:
    found = reach(state, room)
    stands = standing(found.attributes)
    moment = MOMENTS[state]
    guided = moment in (Moment.GUIDING, Moment.PAUSED)
    assert found.device.session_open
    assert (stands["routine"] != "none") == guided or state == "done"
    assert stands["paused"] == (moment is Moment.PAUSED)
    assert stands["asked"] in ASKED.get(moment, {stands["asked"]})
    assert (moment is Moment.ASKED) <= (stands["asked"] != "none" or state == "done")


def test_a_one_shot_begins_its_session(room: Room) -> None:
    exchange = reach(ONE_SHOT, room).say("start the neck stretch")
    assert exchange.answer is not None
    assert exchange.answer.request["session"]["new"]
    assert exchange.entry.outcome == "routine"


def test_a_line_leaves_nothing_behind_for_the_next(room: Room) -> None:
    paused = reach("paused", room)
    first = paused.say("resume").entry
    paused.say("forget me")
    paused.say("stop")
    assert paused.say("resume").entry == first


def test_a_state_that_is_not_reached_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    ways_there = (Way(("open back coach",), {"routine": "neck"}), Way(("open back coach", "stop"), {}))
    monkeypatch.setattr("benchmarks.understanding.states.ways", lambda: {"neck": ways_there})
    with pytest.raises(EvaluationError, match=r"routine is 'none'; 'stop': the session is closed"):
        reach("neck", room)


def test_every_label_is_judged(blind: list[SpokenLine]) -> None:
    known = set(Outcome)
    unknown = {
        label: found.outcomes
        for one in blind
        for label in one.labels
        if (found := expected(label, one)).outcomes - known
    }
    assert not unknown


def test_no_harmless_line_may_be_urgent(blind: list[SpokenLine]) -> None:
    alarm = heard("urgent closed")
    assert [one for one in blind if one.sign is Sign.NONE and right(one, alarm)] == []


@pytest.mark.parametrize(("state", "labels", "sign", "reply", "verdict"), JUDGED)
def test_what_is_right(state: str, labels: str, sign: str, reply: str, verdict: str) -> None:
    one = line(state, labels, sign)
    found = "right" if right(one, heard(reply)) else "outcome" if microphone(one, heard(reply)) else "wrong"
    assert found == verdict


def test_groups(blind: list[SpokenLine]) -> None:
    parts = {row.id for part in ROWS.values() for row in part}
    found = Counter(group(one) for one in blind if one.sign is Sign.NONE)
    assert set(found) <= parts
    assert min(found.values()) > 50


def test_look_alikes(blind: list[SpokenLine]) -> None:
    found = Counter(one.writer for one in blind if alike(one))
    assert all(one.sign is Sign.NONE for one in blind if alike(one))
    on_safety = {
        "b15",
        "b16",
        "b17",
        "b18",
        "b24",
        "b26",
        "b30",
        "b31",
        "b32",
        "b33",
        "b41",
        "b42",
        "b46",
        "b48",
        "b51",
    }
    numbers = (*range(57, 60), *range(63, 72), 73, *range(74, 86), *range(97, 100))
    of_pairs = {f"b{number}" for number in numbers}
    assert {writer for writer, count in found.items() if count > 120} == on_safety | of_pairs


def test_shares_and_report() -> None:
    answered = [
        Answered(line("open", "talk-complaint"), heard("prompt open")),
        Answered(line("open", "talk-complaint"), heard("urgent closed")),
        Answered(line("neck", "urgent-chest", "told urgent-chest"), heard("urgent closed")),
        Answered(line("neck", "urgent-chest", "told urgent-chest"), heard("urgent open")),
        Answered(line("walk", "talk-fine", "doubt urgent-chest"), heard("prompt open net")),
        Answered(line("walk", "talk-fine"), heard("prompt open net")),
    ]
    found = {name: (share.right, share.n) for name, share in shares(answered).items()}
    assert found["told"] == found["told-stretch"] == (1, 2)
    assert found["alarms"] == (1, 3)
    assert found["doubt"] == (1, 1)
    assert found["nets"] == (1, 1)
    assert found["openers"] == (1, 2)
    shown = "\n".join(table(shares(answered)))
    assert "NOT MET" in shown
    assert [each.split()[:3] for each in state_table(answered)[1:]] == [
        ["open", "2", "1"],
        ["walk", "1", "0"],
        ["all", "3", "1"],
    ]
    misses = every_miss(answered)
    assert [each for each in misses if each.startswith("==")] == ["== told: 1", "== alarm: 1"]


def test_curve() -> None:
    points = curve(signs=[3.0, 2.0, 1.0], others=[2.5, 0.0, 0.0, 0.0])
    assert points[0] == Point(0.0, 1 / 3)
    assert points[-1] == Point(1.0, 1.0)
    assert (recall_at(0.0, points), recall_at(0.3, points)) == (1 / 3, 1.0)
    assert (alarms_at(0.3, points), alarms_at(0.9, points)) == (0.0, 0.25)


def test_picture_holds_every_curve() -> None:
    points = (Point(0.001, 0.9), Point(0.01, 0.99))
    drawn = picture({"one": points, "an & other": points}, Point(0.01, 0.99), Point(0.01, 0.994))
    assert drawn.count("<polyline") == 2
    assert "an &amp; other" in drawn
    assert "prefers-color-scheme: dark" in drawn
    assert "99.0% heard, 1.0% false alarms" in drawn


def test_the_readme_takes_the_table() -> None:
    page = readme.README.read_text(encoding="utf-8")
    once = readme.with_table(page, ["one", "two"])
    assert "```\none\ntwo\n```\n<!-- end -->" in once
    assert readme.with_table(once, ["three"]) == readme.with_table(page, ["three"])
    with pytest.raises(DocumentError, match="around the table"):
        readme.with_table("no marks", [])


def test_every_split_has_the_line_numbers_of_its_files() -> None:
    for split, lines in read_spoken_lines(SPEECH / "blind").items():
        one = lines[-1]
        path = SPEECH / "blind" / Split(split) / f"{one.writer}.tsv"
        assert path.read_text(encoding="utf-8").splitlines()[one.number - 1].split("\t")[1] == one.text

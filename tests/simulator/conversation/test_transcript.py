"""Transcripts: what a file may say, what is told of a bad one, and that replaying is what the batch does."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.conversation import turns
from simulator.conversation.batch import Batch
from simulator.conversation.replay import Stage
from simulator.conversation.transcript import Expected, Step, Transcript, read, write
from simulator.conversation.turns import Event, NewSession, Say, Voice, Wait
from simulator.device.clock import START, SimulatedClock
from simulator.errors import ConversationError, TranscriptError
from simulator.hearing.fidelity import Losses
from simulator.hearing.interaction_model import Models, available_locales
from simulator.protocol.skill_events import bodies
from simulator.transport.server import SkillServer
from tests.simulator.conftest import MODELS, ideal
from tests.simulator.parrot import parrot

DATA = Path(__file__).parent / "data"
BAD = yaml.safe_load((DATA / "transcripts.yaml").read_text(encoding="utf-8"))


def readable() -> Iterator[turns.Conversation]:
    """The batch's conversations, without the ones that are there for being bad or for being said twice."""
    seen = set()
    for line in (DATA / "conversations.in.jsonl").read_bytes().splitlines():
        with suppress(ConversationError, UnicodeDecodeError):
            spoken = turns.read(line.decode())
            if (spoken.locale or "en-US") in available_locales(MODELS) and spoken.id not in seen:
                seen.add(spoken.id)
                yield spoken


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    clock = SimulatedClock()
    with SkillServer(parrot, clock) as server:
        yield Stage(server, clock, Models(MODELS))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["problem"])
def test_a_bad_file_names_line_and_remedy(case: dict[str, str]) -> None:
    with pytest.raises(TranscriptError) as caught:
        read(case["file"], "a.yaml")
    assert str(caught.value) == case["problem"]


def test_everything_that_can_be_written() -> None:
    text = """
about: All of it.
locale: en-GB
user: returning
hearing: {share: 0.5, seed: 7, key: page}
turns:
  - say: yes
    outcome: answer
    intent: AMAZON.YesIntent
    heard by: skill
    open: true
    statements: []
    choices: [a, b]
    slots: {minutes: 5}
    speech has: one
    speech lacks: [two, three]
    reprompt has: four
    meanwhile: [cut_off]
    safety net: true
  - wait: 2.5
  - silence: true
  - new session: true
  - person: ann
  - event: SkillDisabled
    outcome: ended
"""
    expected = Expected(
        "answer", "AMAZON.YesIntent", "skill", True, (), ("a", "b"), {"minutes": "5"},
        ("one",), ("two", "three"), ("four",), ("cut_off",), True,
    )  # fmt: skip
    steps = (Step(Say("yes"), expected, 7), Step(Wait(2.5), line=20), Step(Say(""), line=21))
    others = (
        Step(NewSession(), line=22), Step(Voice("ann"), line=23),
        Step(Event("SkillDisabled"), Expected("ended"), line=24),
    )  # fmt: skip
    assert read(text) == Transcript((*steps, *others), "All of it.", "en-GB", "returning", Losses(0.5, 7), "page")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip)
TURNS = st.one_of(
    st.builds(Say, WORDS),
    st.just(Say("")),
    st.just(NewSession()),
    st.builds(Voice, st.just("") | WORDS.map(str.strip)),
    st.builds(Event, st.sampled_from(tuple(bodies()))),
    st.integers(0, 10_000_000).map(lambda milliseconds: Wait(milliseconds / 1000)),
)
EXPECTED = st.builds(
    Expected,
    outcome=st.none() | WORDS,
    open=st.none() | st.booleans(),
    statements=st.none() | st.lists(WORDS).map(tuple),
    slots=st.none() | st.dictionaries(WORDS, WORDS),
    speech_has=st.lists(WORDS).map(tuple),
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(TURNS, EXPECTED)),
    st.sampled_from(("new", "returning")),
    st.none() | st.builds(Losses, st.floats(0, 1), st.integers(0, 99)),
    WORDS,
)
def test_written_and_read_again(
    turns: list[tuple[turns.Turn, Expected]], user: str, losses: Losses | None, about: str
) -> None:
    steps = tuple(Step(turn, expected if isinstance(turn, Say | Event) else Expected()) for turn, expected in turns)
    key = "somebody" if losses else None
    given_one = Transcript(steps, about, "en-GB", "new" if user == "new" else "returning", losses, key)
    again = read(write(given_one))
    assert replace(again, steps=tuple(replace(step, line=0) for step in again.steps)) == given_one


@pytest.mark.parametrize("spoken", list(readable()), ids=lambda spoken: str(spoken.id))
def test_a_transcript_runs_as_the_batch_does(spoken: turns.Conversation, stage: Stage) -> None:
    batch = Batch(stage.endpoint, stage.clock, ideal)
    wanted = list(batch.exchanges(spoken, ideal(spoken.locale or "en-US")))
    steps = tuple(Step(turn) for turn in spoken.turns)
    transcript = Transcript(steps, locale=spoken.locale or "en-US")
    # A user of its own: the batch's has met the skill by now.
    replayed = [one.exchange.entry for one in stage.replay(transcript, f"replay of {spoken.id}")]
    assert [entry.as_json() for entry in replayed] == [exchange.entry.as_json() for exchange in wanted]


def test_a_returning_user_was_here_a_day_ago(stage: Stage) -> None:
    text = "user: returning\nturns:\n  - say: ask echo parrot to count me"
    [one] = stage.replay(read(text), "somebody who returns")
    assert one.exchange.entry.speech == "Before this: LaunchRequest, SessionEndedRequest USER_INITIATED."
    assert one.exchange.moment > START + 86_400


def test_every_expectation_can_fail(stage: Stage) -> None:
    text = """
turns:
  - say: open echo parrot
    outcome: x
    intent: x
    heard by: alexa
    open: false
    statements: [x]
    choices: [x]
    slots: {x: y}
    speech has: zebra
    speech lacks: HELLO.
    reprompt has: zebra
    meanwhile: [cut_off]
    safety net: true
"""
    [one] = stage.replay(read(text), "failing")
    assert len(one.failures) == 12


def test_errors_and_findings_fail_without_being_asked(stage: Stage) -> None:
    text = "turns:\n  - say: open echo parrot\n  - say: stop prompting\n  - say: crash"
    failures = [one.failures for one in stage.replay(read(text), "lint")]
    assert failures[0] == ()
    assert failures[1][0].startswith("lint P4 (error): the session stays open without a reprompt")
    assert failures[2][0] == "error: the skill's answer says nothing"

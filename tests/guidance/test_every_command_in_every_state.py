"""Each command in each state, as its intent and as words: no cell crashes, loses the place or hangs up."""

import json
from collections.abc import Callable

import pytest
from ask_sdk_core.skill import CustomSkill

from skill.entry.assembly import SPEECH, create_skill
from skill.speech.ssml import plain_text
from skill.understanding.phrase_table import PhraseTable
from tests.conversation import Conversation

COMPILED = SPEECH / "compiled"
INTENTS: dict[str, str] = json.loads((COMPILED / "commands.json").read_text(encoding="utf-8"))["intents"]
TABLE = PhraseTable(json.loads((COMPILED / "phrase_table.json").read_text(encoding="utf-8")))
PHRASES = {str(TABLE.get(text)): text for text in TABLE if "{" not in text}

_CLOSES = {"stop", "cancel", "forget", "get up"}
"""Commands that end the conversation wherever they are said; to get up does where nobody lies on the floor."""
_LEAVES = _CLOSES | {"hurts", "ache", "start", "different", "list", "no equipment", "no floor"}
"""Commands that may leave the stretch under way for another, or for good."""
_CHANGES = {"only left", "only right", "twice left", "twice right", "twice", "both sides", "fit", "shorter"}
"""Commands that change which steps of it are still to come."""


def idle(one: Conversation) -> None:
    one.launch()


def getting_into_place(one: Conversation) -> None:
    one.launch().intent("StartRoutineIntent", stretch="seated hamstring")


def running(one: Conversation) -> None:
    getting_into_place(one)
    one.intent("AMAZON.NextIntent", 40).intent("AMAZON.NextIntent", 60)


def paused(one: Conversation) -> None:
    running(one)
    one.intent("AMAZON.PauseIntent", 20)


def answered(one: Conversation) -> None:
    running(one)
    one.say("why does walking help my back", 20)


def hurting(one: Conversation) -> None:
    running(one)
    one.intent("HurtsIntent", 20)


def choosing(one: Conversation) -> None:
    one.launch().intent("ListRoutinesIntent", 10)


def offered(one: Conversation) -> None:
    one.launch().say("why should i stretch my hamstrings", 10)


def come_back(one: Conversation) -> None:
    running(one)
    one.now += 7 * 24 * 3600
    one.launch()


State = Callable[[Conversation], None]
STATES: tuple[State, ...] = (
    idle,
    getting_into_place,
    running,
    paused,
    answered,
    hurting,
    choosing,
    offered,
    come_back,
)


@pytest.fixture(scope="module")
def skill(tmp_path_factory: pytest.TempPathFactory) -> CustomSkill:
    return create_skill(tmp_path_factory.mktemp("state") / "state.db")


@pytest.mark.parametrize("state", STATES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("command", sorted(set(INTENTS.values())))
def test_a_command_in_a_state(skill: CustomSkill, state: State, command: str) -> None:
    intents = [intent for intent, name in INTENTS.items() if name == command]
    ways = [*((intent, "") for intent in intents), ("AskQuestionIntent", PHRASES.get(command, ""))]
    for number, (intent, words) in enumerate(ways):
        if intent == "AskQuestionIntent" and not words:
            continue
        one = Conversation(skill, user=f"{state.__name__}-{command}-{number}")
        state(one)
        before = one.position
        slots = {"question": words} if words else {}
        one.intent(intent, 25, **slots)
        cell = f"{state.__name__}, {command} as {words or intent}: {one.outcome}: {plain_text(one.speech)}"
        assert one.outcome not in ("fault", ""), cell
        assert plain_text(one.speech), cell
        assert one.open or _may_close(state, command, one), cell
        assert one.open == bool(one.reprompt), cell
        if before and command not in _LEAVES and one.open:
            assert one.position, cell
            assert one.position["steps"] == before["steps"] or command in _CHANGES, cell
            assert {step.partition("@")[0] for step in one.position["steps"]} <= set(before["steps"]), cell


@pytest.mark.parametrize("state", STATES, ids=lambda one: one.__name__)
def test_what_was_not_heard_keeps_the_place(skill: CustomSkill, state: State) -> None:
    one = Conversation(skill, user=f"{state.__name__}-fallback")
    state(one)
    before = one.position
    first = one.intent("AMAZON.FallbackIntent", 25).speech
    assert one.outcome == "missed"
    assert one.open
    second = one.intent("AMAZON.FallbackIntent", 10).speech
    if before:
        assert first != second
        assert (one.position["stage"], one.position["steps"]) == (before["stage"], before["steps"])


@pytest.mark.parametrize("state", STATES, ids=lambda one: one.__name__)
def test_a_red_flag_ends_everything(skill: CustomSkill, state: State) -> None:
    for intent, slots in (
        ("RedFlagIntent", {}),
        ("AskQuestionIntent", {"question": "next but i can't feel anything between my legs"}),
        ("StartRoutineIntent", {"stretch": "neck one i've lost control of my bladder"}),
    ):
        one = Conversation(skill, user=f"{state.__name__}-urgent-{intent}")
        state(one)
        one.intent(intent, 25, **slots)
        assert one.outcome == "urgent"
        assert not one.open
        assert "911" in one.speech
        one.launch()
        assert not one.attributes.get("pending")


def _may_close(state: State, command: str, one: Conversation) -> bool:
    if command in _CLOSES:
        return True
    says_no = command in ("no", "neither")  # to "shall we go on", or to "anything else"
    ends_here = state is hurting and command == "yes"
    return ends_here or (state is answered and says_no) or one.outcome == "finished"

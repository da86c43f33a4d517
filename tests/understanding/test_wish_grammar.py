"""The grammar of wishes: whatever it can put together is a wish, and a question about the same thing is none."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.phrase_table import PhraseTable
from skill.understanding.slots import SlotFinder
from skill.understanding.wish_grammar import NAMED
from tests.understanding.saying import COMPILED

HERE = Path(__file__).parent
COMMANDS = Commands(COMPILED, Voices.load(COMPILED).numbers)
SLOTS: SlotFinder = COMMANDS.slots
COMMANDS.wish("")  # what is made when the first words come is no example's time
DATA = json.loads((COMPILED / "stretch_requests.json").read_text(encoding="utf-8"))
NAMES = {kind: frozenset(PhraseTable(DATA["named"][kind])) for kind in NAMED}
WORDS = {kind: frozenset(PhraseTable(index)) for kind, index in DATA["grammar"]["words"].items()}
NO_WISHES = (HERE / "no_wishes.txt").read_text(encoding="utf-8").splitlines()


def phrases(kind: str) -> st.SearchStrategy[str]:
    """The phrases of one kind, and of none besides: where a phrase is of two, another frame may fit."""
    others = frozenset[str]().union(*(words for other, words in WORDS.items() if other != kind))
    return st.sampled_from(sorted(WORDS[kind] - others))


def named(*kinds: str) -> st.SearchStrategy[str]:
    """What can be wished for, of any of these kinds."""
    return st.sampled_from(sorted({phrase for kind in kinds for phrase in NAMES[kind]}))


LIGHT = st.sampled_from(["", "please", "gentle", "a quick", "my", "the", "love"])
SIMPLE_LINKS = st.sampled_from(["for", "to help with", "that eases"])


@given(phrases("call"), LIGHT, phrases("thing"), SIMPLE_LINKS, named("part"))
def test_who_calls_for_something_wishes_for_it(call: str, light: str, thing: str, link: str, what: str) -> None:
    text = " ".join(f"{call} {light} {thing} {link} my {what}".split())
    wish = COMMANDS.wish(text)
    assert wish is not None, text
    assert SLOTS.request(wish.aim).named(), wish


@given(phrases("want"), LIGHT, named(*NAMED))
def test_who_wants_something_named_wishes_for_it(want: str, light: str, what: str) -> None:
    text = " ".join(f"{want} {light} {what}".split())
    assert COMMANDS.wish(text) is not None, text


@given(phrases("order"), named("routine", "lacked", "part"), LIGHT)
def test_an_order_is_a_wish(order: str, what: str, light: str) -> None:
    assume(not any(name.startswith(f"{order} ") for name in NAMES["routine"]))  # "carry bags" is a name itself
    text = " ".join(f"{order} the {what} {light}".split())
    wish = COMMANDS.wish(text)
    assert wish is not None, text
    assert wish.plain


@given(named("routine", "lacked", "minutes"), st.sampled_from(["please", "now", "love", "go on then", "quickly"]))
def test_a_name_alone_is_a_wish(what: str, light: str) -> None:
    wish = COMMANDS.wish(f"the {what} {light}")
    assert wish is not None
    assert wish.plain


@given(
    st.sampled_from(["why does", "how does", "does", "is", "what does", "will", "how often should i do", "do i need"]),
    phrases("thing"),
    named("part", "purpose", "minutes"),
    st.sampled_from(["help", "work", "good for me", "hurt", "make me better"]),
)
def test_a_question_about_it_is_no_wish(ask: str, thing: str, what: str, end: str) -> None:
    assert COMMANDS.wish(f"{ask} a {thing} for my {what} {end}") is None


@given(st.sampled_from(["i don't want", "not", "no more", "i hate", "skip"]), named("routine", "part"))
def test_what_is_refused_is_not_wished_for(refusal: str, what: str) -> None:
    assume(not what.endswith("with me"))  # the one name that is an order by itself
    assert COMMANDS.wish(f"{refusal} the {what}") is None


@given(named(*NAMED), st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=9))
def test_a_strange_word_keeps_a_wish_from_being_plain(what: str, strange: str) -> None:
    assume(all(strange not in words for words in WORDS.values()))
    wish = COMMANDS.wish(f"give me something for my {what} {strange}")
    assert wish is not None
    assert not wish.plain


@pytest.mark.parametrize("text", NO_WISHES)
def test_a_question_starts_nothing(text: str) -> None:
    assert COMMANDS.wish(text) is None
    assert not SLOTS.request(text).open() or COMMANDS.mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "i'm on the floor give me something for my hips",
        "i'm stuck in bed so any stretches for me",
        "something for the kitchen floor",
        "do it lying on the floor",
        "i'm on my mat",
        "i'm at my desk",
        "we're in the office",
        "i'm stuck on a train",
        "i'm sat in my chair",
        "in bed",
    ],
)
def test_where_somebody_stretches_is_a_wish(text: str) -> None:
    assert COMMANDS.wish(text) is not None


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("my hips ache so give me something for my lower back", "give me something for my lower back"),
        ("is that so then let's do the plank", "let's do the plank"),
        ("my neck is stiff i need something", "my neck is stiff i need something"),
    ],
)
def test_the_clause_that_wishes_is_what_counts(text: str, aim: str) -> None:
    wish = COMMANDS.wish(text)
    assert wish is not None
    assert wish.aim == aim


def test_a_long_sentence_of_words_of_several_kinds_is_read() -> None:
    """Were a word fitted in two ways, fifty of them would be tried in more combinations than ever end."""
    wish = COMMANDS.wish(" ".join(["stretch"] * 50) + " zzz")
    assert wish is None or not wish.plain
    assert COMMANDS.wish("why " + " ".join(["stretch", "walk", "go", "do"] * 15) + " zzz") is None

"""Reading along: the spoken word stays in sight, what nobody heard looks so, and no press means another than it was."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.talking import Visitor

IN_SIGHT = """() => {
  const word = document.querySelector(".word.now");
  const { left, top, width, height } = word.getClientRects()[0];
  return document.elementFromPoint(left + width / 2, top + height / 2) === word;
}"""
SCROLLED = "document.documentElement.scrollTop + document.body.scrollTop"
LONG = "why " + "does walking help a back that is stiff " * 11


def test_finding_in_the_page_leaves_the_page_where_it_is(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    for _ in range(4):
        visitor.say(LONG)
    visitor.page.locator(".turn .unseen").last.evaluate("(hidden) => hidden.scrollIntoView()")
    assert visitor.page.evaluate(SCROLLED) == 0
    assert visitor.page.evaluate("document.body.scrollHeight <= document.body.clientHeight")


@pytest.mark.parametrize(("width", "height"), [(640, 360), (390, 600)], ids=["twice the size", "a phone"])
def test_the_spoken_word_stays_in_sight(width: int, height: int, visitor: Visitor, parrot_page: str) -> None:
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.say(LONG)
    for seconds in (1, 8, 8):
        visitor.let_run(seconds)
        assert visitor.page.evaluate(IN_SIGHT), f"{seconds} s later"
    # Whoever scrolls away to read something else is left there.
    visitor.page.mouse.wheel(0, -2000)
    visitor.page.wait_for_function("scrollY === 0")
    visitor.let_run(3)
    assert visitor.page.evaluate("scrollY") == 0


def test_a_reply_that_fits_is_in_sight_as_a_whole(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    for _ in range(4):
        visitor.say(LONG)
    for _ in range(4):  # reading along goes on beside the scroll
        visitor.let_run(0.3)
    visitor.page.wait_for_timeout(1000)
    log, tags = visitor.page.get_by_role("log").bounding_box(), visitor.turns.last.locator(".tags").bounding_box()
    assert log is not None
    assert tags is not None
    assert tags["y"] + tags["height"] <= log["y"] + log["height"]


def test_what_was_cut_off_does_not_look_heard(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.say("read the long text")
    visitor.let_run(15)
    visitor.say("pause")
    long = visitor.turns.nth(1)
    expect(long.locator(".word").first).not_to_have_class(re.compile("unheard"))
    expect(long.locator(".word").last).to_have_class(re.compile("unheard"))
    expect(long.locator(".speech")).to_contain_text("not heard from here on")
    visitor.say("help")
    visitor.press("Skip to the end")
    visitor.say("what now")
    expect(visitor.turns.nth(3)).to_contain_text("I repeat what you say")
    expect(visitor.turns.nth(3).locator(".unheard")).to_have_count(0)


def test_a_second_press_on_skip_does_not_end_the_session(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    skip = visitor.page.get_by_role("button", name="Skip to the end")
    place = skip.bounding_box()
    assert place is not None
    skip.dblclick()
    expect(visitor.mode).to_have_text("Microphone open")
    expect(visitor.turns).to_have_count(1)
    assert visitor.page.get_by_role("button", name="Stay silent").bounding_box() == place


def test_the_focus_stays_where_it_was_when_the_session_ends(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.say("stop")
    skip = visitor.page.get_by_role("button", name="Skip to the end")
    skip.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.mode).to_have_text("No session")
    expect(skip).to_be_focused()
    expect(skip).to_be_disabled()


def test_keys_that_work_everywhere(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.page.keyboard.press("Alt+KeyK")
    expect(visitor.mode).to_have_text("Microphone open")
    visitor.page.keyboard.press("Alt+KeyC")
    expect(visitor.mode).to_have_text("Microphone open (clock stopped)")
    visitor.page.keyboard.press("Alt+KeyI")
    expect(visitor.turns.last.locator("details.inside")).to_have_attribute("open", "")
    visitor.page.get_by_role("button", name="Let the clock run").focus()
    visitor.page.keyboard.press("Alt+KeyS")
    expect(visitor.page.get_by_label("What you say")).to_be_focused()


def test_who_speaks_is_shown_and_what_waits_is_told(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    summary = visitor.page.locator("summary").filter(has_text="Who is speaking")
    expect(summary).to_contain_text("en-US, new, every word")
    visitor.panel("Who is speaking")
    visitor.page.get_by_label("Locale").select_option("en-GB")
    expect(summary).to_contain_text("en-US, new, every word (changed)")
    expect(visitor.page.locator("#waiting")).to_contain_text("from the next conversation on")
    visitor.press("Begin a new conversation")
    expect(summary).to_contain_text("en-GB, new, every word")
    expect(visitor.page.locator("#waiting")).to_be_empty()


def test_a_question_can_be_answered_by_a_press(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    chips = visitor.page.get_by_role("group", name="Things to say")
    visitor.say("open echo parrot")
    expect(chips.locator("button").first).to_have_text("where does that come from")  # "What shall I repeat?"
    visitor.say("stop prompting")  # "I will not ask again?"
    expect(chips.locator("button").first).to_have_text("yes")
    expect(chips.locator("button").nth(1)).to_have_text("no")


def test_words_without_a_word_are_told_as_that(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    turn = visitor.say("🙂")
    expect(turn).to_contain_text("There is no word in that")
    expect(visitor.mode).to_have_text("Microphone open")

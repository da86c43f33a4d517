"""Nothing that was said is lost: not by a reload, a way back, a new start of the server, or a new conversation."""

import json

from playwright.sync_api import Locator, Route, expect

from tests.browser.talking import Visitor

BACK = "The conversation is back."


def line(visitor: Visitor) -> Locator:
    return visitor.page.get_by_label("What you say")


def test_a_reload_and_a_way_back_keep_the_conversation(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.say("read the long text")
    visitor.let_run(7)
    visitor.page.reload()
    expect(visitor.page.get_by_text(BACK)).to_be_visible()
    expect(visitor.turns).to_have_count(2)
    expect(visitor.mode).to_have_text("Hold (clock stopped)")
    visitor.page.goto("about:blank")
    visitor.page.go_back()
    expect(visitor.page.get_by_text(BACK)).to_be_visible()
    expect(visitor.say("pause")).to_contain_text("Cut off · after 7")
    expect(visitor.turns).to_have_count(3)


def test_a_server_that_was_started_anew_is_told_the_conversation(visitor: Visitor, parrot_page: str) -> None:
    def gone(route: Route) -> None:
        route.fulfill(status=404, content_type="application/json", body=json.dumps({"error": "gone"}))

    visitor.forgiven.append("404 (Not Found)")
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.page.route("**/say", gone, times=1)
    visitor.say("what now")
    expect(visitor.page.get_by_text(BACK)).to_be_visible()
    expect(visitor.turns).to_have_count(2)
    expect(visitor.mode).to_have_text("Speaking")


def test_words_that_reach_no_server_stay(visitor: Visitor, parrot_page: str) -> None:
    visitor.forgiven.append("net::ERR_FAILED")
    visitor.open(parrot_page)
    visitor.page.route("**/say", lambda route: route.abort())
    line(visitor).fill("open echo parrot")
    line(visitor).press("Enter")
    expect(visitor.page.get_by_role("alert")).to_contain_text("does not answer")
    expect(line(visitor)).to_have_value("open echo parrot")
    visitor.page.unroute("**/say")
    line(visitor).press("Enter")
    expect(visitor.turns).to_have_count(1)
    expect(line(visitor)).to_have_value("")


def test_a_new_conversation_asks_before_it_throws_one_away(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.panel("Who is speaking")
    visitor.press("Begin a new conversation")
    dialog = visitor.page.get_by_role("dialog", name="Begin anew?")
    expect(dialog).to_contain_text("goes away")
    visitor.press("Go on with this one")
    expect(visitor.turns).to_have_count(1)
    visitor.press("Begin a new conversation")
    visitor.press("Begin anew")
    expect(visitor.turns).to_have_count(0)
    visitor.page.reload()
    expect(visitor.button("open ")).to_be_visible()
    expect(visitor.turns).to_have_count(0)


def test_a_conversation_that_came_back_is_not_thrown_away_unasked(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.page.reload()
    expect(visitor.page.get_by_text(BACK)).to_be_visible()
    visitor.panel("Who is speaking")
    visitor.press("Begin a new conversation")
    expect(visitor.page.get_by_role("dialog", name="Begin anew?")).to_be_visible()
    visitor.press("Go on with this one")
    expect(visitor.turns).to_have_count(1)


def test_a_long_paste_is_neither_cut_nor_sent(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    line(visitor).fill("why " * 200)
    expect(visitor.page.locator("#length")).to_contain_text("799 characters")
    line(visitor).press("Enter")
    assert len(line(visitor).input_value()) == 800
    expect(visitor.turns).to_have_count(0)
    line(visitor).press("Escape")
    expect(visitor.page.locator("#length")).to_be_empty()


def test_arrow_up_brings_back_what_was_said(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.say("what now")
    line(visitor).fill("half a")
    line(visitor).press("ArrowUp")
    expect(line(visitor)).to_have_value("what now")
    line(visitor).press("ArrowUp")
    line(visitor).press("ArrowUp")
    expect(line(visitor)).to_have_value("open echo parrot")
    for _ in range(3):
        line(visitor).press("ArrowDown")
    expect(line(visitor)).to_have_value("half a")

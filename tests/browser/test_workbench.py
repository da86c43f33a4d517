"""The page as its author's workbench: why, edit and hear, what had no answer, a stretch as a picture."""

import re
from pathlib import Path

from playwright.sync_api import Route, expect

from benchmarks.understanding.questions import Question, read_questions
from simulator.workshop.watching import Workshop
from tests.browser.serving import served
from tests.browser.talking import Visitor
from tests.simulator import conftest as small
from tests.simulator.parrot import parrot
from tests.simulator.workshop.test_workshop import FAULT, Compile

NUMB = "my arm's gone numb and i can't hold a cup"


def test_why_it_was_understood_so(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    answer = visitor.say("so what does a walk do for somebody's spine")
    inside = answer.locator("details.inside")
    inside.locator("summary").first.click()
    expect(inside).to_contain_text("likeliest_label")
    expect(inside).to_contain_text("the likeliest label of the encoder")
    expect(inside.locator("meter")).to_have_count(5)
    expect(inside.locator(".reading").first).to_contain_text("speech/back-health/article.md:")
    expect(inside).to_contain_text("understanding: ")
    expect(inside.get_by_label("Log")).to_contain_text('"outcome":"answer"')
    command = visitor.say("stop")
    command.locator("details.inside summary").first.click()
    expect(command).to_contain_text("Alexa sent the intent of the command 'stop'")


def test_urgent_help_looks_like_nothing_else(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    urgent = visitor.say(NUMB)
    expect(urgent.locator(".tag.urgent")).to_have_text("a red flag: sent to get help")
    expect(urgent).to_have_class(re.compile(r"\burgent\b"))
    expect(visitor.turns.first).not_to_have_class(re.compile(r"\b(urgent|net)\b"))


def test_so_does_a_sign_that_is_named_in_case(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    complaint = visitor.say("i have back pain")
    expect(complaint.locator(".tag.net")).to_have_text("a safety net is said")
    expect(complaint).to_have_class(re.compile(r"\bnet\b"))
    expect(complaint).not_to_have_class(re.compile(r"\burgent\b"))


def test_what_had_no_answer_is_listed_and_read_by_the_evaluation(visitor: Visitor, coach: str, tmp_path: Path) -> None:
    visitor.open(coach)
    visitor.panel("What had no answer")
    visitor.say("open back coach")
    answer = visitor.say("why does walking help my back")
    visitor.say("how do i change a car tyre")
    listed = visitor.page.locator("#unanswered li")
    expect(listed).to_have_count(1)
    answer = visitor.turns.nth(1)
    answer.get_by_role("button", name="Wrong answer").click()
    expect(listed).to_have_count(2)
    expect(visitor.page.locator("#unanswered h3")).to_have_count(2)
    visitor.page.get_by_label("“why does walking help my back” should").select_option("refer")
    with visitor.page.expect_download() as exported:
        visitor.press("Export for make evaluate")
    path = tmp_path / "questions.jsonl"
    exported.value.save_as(path)
    declined, wrong = read_questions(path)
    assert (declined.text, declined.kind) == ("how do i change a car tyre", "unknown")
    assert wrong == Question("why does walking help my back", "refer", wrong.about)
    assert wrong.about
    visitor.page.get_by_role("button", name="Drop “how do i change a car tyre”").click()
    visitor.page.reload()
    expect(listed).to_have_count(1)


def test_a_stretch_is_seen_and_heard_from_where_it_is_pressed(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.press("See a stretch as a picture")
    rows = visitor.page.locator(".turn-row")
    expect(rows.first).to_contain_text("turn 1, ")
    begins = visitor.page.locator("#timeline .beat.begins")
    second = begins.nth(1)
    # What leads to the other side is said on the way there alone.
    after = second.locator("xpath=following-sibling::button[1]")
    named, words, *_ = (after.get_attribute("title") or "").split("\n")
    assert "movement" in named
    second.click()
    log = visitor.page.get_by_role("log")
    expect(log).to_contain_text("You hear the stretch from this step on.")
    expect(visitor.turns.last).to_contain_text(words)
    expect(visitor.turns.last.locator(".tag.outcome")).to_have_text("routine")
    visitor.let_run(1)
    expect(visitor.mode).to_have_text("Speaking")


def test_a_length_is_told_in_whole_minutes_and_seconds(visitor: Visitor, parrot_page: str) -> None:
    known = [{"id": name, "name": name, "seconds": length, "turns": []} for name, length in (("a", 299.6), ("b", 61.2))]
    visitor.page.route("**/api/stretches?*", lambda route: route.fulfill(json={"stretches": known}))
    visitor.open(parrot_page)
    visitor.press("See a stretch as a picture")
    expect(visitor.page.locator("#stretch option")).to_have_text(["a, 5 min 0 s", "b, 1 min 1 s"])


def test_a_stretch_is_seen_before_a_conversation_is_there(visitor: Visitor, coach: str) -> None:
    waiting: list[Route] = []
    visitor.page.route("**/api/conversations", lambda route: waiting.append(route))  # noqa: PLW0108 - driven by its shape
    visitor.page.goto(coach)
    visitor.press("See a stretch as a picture")
    expect(visitor.page.locator(".turn-row").first).to_be_visible()
    waiting.pop().continue_()
    visitor.press("Close")
    expect(visitor.button("open ")).to_be_visible()


def test_an_edit_is_told_and_the_conversation_goes_on(visitor: Visitor, tmp_path: Path) -> None:
    folder = tmp_path / "speech"
    folder.mkdir()
    compiling = Compile()
    with (
        Workshop(folder, compiling) as workshop,
        served(parrot, small.MODELS, folder, workshop) as address,
    ):
        visitor.open(address)
        visitor.say("open echo parrot")
        news = visitor.page.get_by_role("status", name="What became of your edit")
        expect(news).to_be_hidden()
        (folder / "words.md").write_text("# Words\n", encoding="utf-8")
        expect(news).to_contain_text(re.compile(r"Recompiled.* \(\d\d:\d\d:\d\d\)"))
        visitor.say("what now")
        compiling.made = type(compiling.made)(well=False, lines=(FAULT,))
        (folder / "words.md").write_text("# Other words\n", encoding="utf-8")
        expect(news).to_contain_text(FAULT)
        visitor.say("what now")
        expect(visitor.turns).to_have_count(3)
        visitor.page.goto("about:blank")

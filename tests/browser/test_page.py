"""The page in a real browser: asking, a stretch, silence, lint, keeping; by keyboard, voice and phone."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from simulator.command_line.commands import MODELS
from simulator.conversation.replay import Stage
from simulator.conversation.transcript import read
from simulator.device.clock import SimulatedClock
from simulator.hearing.interaction_model import Models
from simulator.transport.real_skill import back_coach
from simulator.transport.server import SkillServer
from tests.browser.needed import package
from tests.browser.talking import Visitor

VOICE = (Path(__file__).parent / "voice.js").read_text(encoding="utf-8")
SECONDS = re.compile(r"(\d+(?:\.\d+)?) s")


def test_a_question(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    expect(visitor.mode).to_have_text("No session")
    visitor.press("open back coach")
    welcome = visitor.turns.first
    expect(welcome).to_contain_text("Back Coach")
    expect(visitor.mode).to_have_text("Speaking")
    first, last = welcome.locator(".word").first, welcome.locator(".word").last
    visitor.let_run(0.2)
    expect(first).to_have_class(re.compile("now"))
    expect(last).to_have_class(re.compile("ahead"))
    visitor.press("Skip to the end")
    visitor.let_run(1)
    expect(visitor.mode).to_have_text("Microphone open")
    expect(last).not_to_have_class(re.compile("ahead"))
    answer = visitor.say("why does walking help my back")
    expect(answer.locator(".tag.outcome")).to_have_text("answer")
    answer.get_by_text("Look inside").click()
    expect(answer).to_contain_text(re.compile(r"speech/back-health/article\.md:\d+"))
    expect(answer).to_contain_text("AskQuestionIntent")
    answer.get_by_text("IntentRequest: request").click()
    expect(answer.get_by_label("IntentRequest: request")).to_contain_text("why does walking help my back")
    answer.get_by_text("IntentRequest: response").click()
    expect(answer.get_by_label("IntentRequest: response")).to_contain_text("shouldEndSession")


def test_a_stretch_with_a_pause_and_a_resume(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    visitor.say("start a stretch for my neck")
    visitor.press("Skip to the end")
    guiding = visitor.say("ready")
    expect(guiding.locator(".hold").first).to_be_visible()
    for _ in range(300):
        if visitor.page.locator(".device").get_attribute("data-mode") == "hold":
            break
        visitor.let_run(0.1)
    expect(visitor.mode).to_have_text("Hold")
    counted = guiding.locator(".hold.now")
    left = int(counted.inner_text())
    visitor.let_run(1)
    expect(counted).to_have_text(str(left - 1))
    visitor.press("pause")
    expect(visitor.turns).to_have_count(4)
    paused = visitor.turns.last
    expect(paused.locator(".tag.outcome")).to_have_text("paused")
    expect(paused).to_contain_text("Cut off")
    visitor.press("Skip to the end")
    visitor.press("resume")
    expect(visitor.turns).to_have_count(5)
    expect(visitor.turns.last.locator(".tag.outcome")).to_have_text("routine")
    expect(visitor.mode).to_have_text(re.compile("Speaking|Hold"))


def test_silence(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    visitor.press("Skip to the end")
    visitor.let_run(7.5)
    expect(visitor.turns).to_have_count(1)
    expect(visitor.page.locator("#count")).to_have_text("1")
    visitor.let_run(1)
    expect(visitor.turns).to_have_count(2)
    expect(visitor.turns.last).to_contain_text("the device says the reprompt")
    expect(visitor.mode).to_have_text("Saying the reprompt")
    visitor.press("Skip to the end")
    expect(visitor.page.locator("#meaning")).to_have_text("If nobody speaks, the session ends.")
    visitor.press("Stay silent")
    expect(visitor.turns).to_have_count(3)
    expect(visitor.turns.last).to_contain_text("Session ended · nobody answered")
    expect(visitor.mode).to_have_text("No session")
    unheard = visitor.say("why does walking help my back")
    expect(unheard).to_contain_text("No session is open, so this went to Alexa")


def test_exit_reaches_no_intent(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    leaving = visitor.say("exit")
    expect(leaving).to_contain_text("Alexa took that herself")
    expect(leaving).to_contain_text("SessionEndedRequest")
    expect(visitor.mode).to_have_text("No session")


def test_a_lint_finding_stands_beside_its_turn(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    expect(visitor.page.locator("#checks")).to_contain_text("nothing found so far")
    turn = visitor.say("stop prompting")
    found = turn.get_by_role("list", name="Checks that found something")
    expect(found).to_contain_text("P4 error")
    expect(found).to_contain_text("the session stays open without a reprompt: add one")
    expect(visitor.page.locator("#checks")).to_contain_text("1 finding")


def test_a_failing_skill_is_told(visitor: Visitor, parrot_page: str) -> None:
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    turn = visitor.say("crash")
    expect(turn).to_contain_text("The skill failed: the skill's answer says nothing")
    expect(turn).to_contain_text("Session ended · the skill failed")
    expect(visitor.mode).to_have_text("No session")


def test_a_saved_transcript_is_replayed_and_runs_as_a_test(visitor: Visitor, coach: str, tmp_path: Path) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    visitor.say("start a stretch for my neck")
    visitor.press("Skip to the end")
    visitor.say("ready")
    visitor.let_run(7)
    visitor.press("pause")
    expect(visitor.turns).to_have_count(4)
    visitor.press("Skip to the end")
    visitor.press("Stay silent")
    expect(visitor.turns).to_have_count(5)
    visitor.panel("Keep this conversation")
    with visitor.page.expect_download() as saved:
        visitor.press("Save as a transcript")
    path = tmp_path / "conversation.yaml"
    saved.value.save_as(path)
    visitor.page.reload()
    expect(visitor.page.get_by_text("The conversation is back.")).to_be_visible()
    visitor.page.get_by_label("Replay a transcript").set_input_files(path)
    expect(visitor.page.get_by_text("Replayed: all 5 turns as expected.")).to_be_visible()
    expect(visitor.turns).to_have_count(5)
    assert_runs_as_a_test(path)


def assert_runs_as_a_test(path: Path) -> None:
    clock = SimulatedClock()
    with SkillServer(back_coach, clock) as server:
        stage = Stage(server, clock, Models(MODELS))
        replayed = list(stage.replay(read(path.read_text(encoding="utf-8")), path.name))
    assert len(replayed) == 5
    assert not [failure for one in replayed for failure in one.failures]


def test_a_transcript_that_expects_otherwise(visitor: Visitor, coach: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("turns:\n  - say: open back coach\n    outcome: answer\n", encoding="utf-8")
    visitor.open(coach)
    visitor.panel("Keep this conversation")
    visitor.page.get_by_label("Replay a transcript").set_input_files(path)
    expect(visitor.page.get_by_text("Replayed: 1 of 1 turns not as expected.")).to_be_visible()
    expect(visitor.turns.last).to_contain_text("outcome is 'launch', expected 'answer'")
    path.write_text("turns: nothing", encoding="utf-8")
    visitor.page.get_by_label("Replay a transcript").set_input_files(path)
    expect(visitor.page.get_by_role("alert")).to_contain_text("expected a list")


def test_the_export_for_amazons_simulator(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    visitor.panel("Keep this conversation")
    visitor.page.get_by_label("Skill id, for Amazon's own simulator").fill("amzn1.ask.skill.mine")
    with visitor.page.expect_download() as exported:
        visitor.press("Export for ask dialog")
    content = Path(exported.value.path()).read_text(encoding="utf-8")
    assert '"skillId": "amzn1.ask.skill.mine"' in content
    assert '"open back coach"' in content


def test_the_clock_waits_for_whoever_types(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    visitor.let_run(5)
    field = visitor.page.get_by_label("What you say")
    field.press_sequentially("what")
    before = visitor.clock
    visitor.let_run(30)
    assert visitor.clock == before
    expect(visitor.page.locator("#meaning")).to_contain_text("The clock waits while you type")
    field.press("Enter")
    expect(visitor.turns).to_have_count(2)
    told = visitor.turns.last.locator(".event").inner_text()
    found = SECONDS.search(told)
    assert found is not None
    assert 4.5 <= float(found[1]) <= 5.5
    visitor.let_run(3)
    assert visitor.clock != before


def test_the_clock_can_be_stopped(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    visitor.press("Stop the clock")
    before = visitor.clock
    visitor.let_run(60)
    assert visitor.clock == before
    visitor.press("Let the clock run")
    visitor.let_run(2)
    assert visitor.clock != before


def test_a_week_passes(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.say("open back coach")
    visitor.press("a week")
    log = visitor.page.get_by_role("log")
    expect(log).to_contain_text("A week passes")
    expect(log).to_contain_text("Session ended · nobody answered")
    expect(visitor.page.locator("#now")).to_contain_text("12 Jan 2026")
    expect(visitor.mode).to_have_text("No session")
    again = visitor.say("open back coach")
    expect(again.locator(".tag.outcome")).to_have_text("launch")
    expect(again.locator(".event")).to_have_count(0)


def test_another_locale_user_and_hearing(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.panel("Who is speaking")
    visitor.page.get_by_label("Locale").select_option("en-GB")
    visitor.page.get_by_label("User").select_option("returning")
    visitor.page.get_by_label("Hearing").select_option("device")
    visitor.page.get_by_label("Lost questions, %").fill("100")
    visitor.press("Begin a new conversation")
    expect(visitor.page.locator("#now")).to_contain_text("6 Jan 2026")
    visitor.say("open back coach")
    misheard = visitor.say("why does walking help my back")
    expect(misheard).to_contain_text("Mis-heard · said “why does walking help my back”, heard ")
    misheard.get_by_text("Look inside").click()
    expect(misheard).to_contain_text("misheard")


def test_a_household_and_events(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    visitor.panel("Household and events")
    person = visitor.page.get_by_label("Person that Alexa recognises")
    person.fill("ann")
    person.press("Enter")
    expect(visitor.page.locator("#recognised")).to_have_text("ann")
    welcome = visitor.say("open back coach")
    welcome.get_by_text("Look inside").click()
    welcome.get_by_text("LaunchRequest: request").click()
    expect(welcome.get_by_label("LaunchRequest: request")).to_contain_text("amzn1.ask.person.")
    visitor.let_run(0.2)
    visitor.page.get_by_label("Event").select_option("SkillDisabled")
    visitor.press("Tell the skill of it")
    told = visitor.turns.last
    expect(told).to_contain_text("The skill is told of an event · SkillDisabled")
    expect(visitor.page.get_by_role("log")).to_contain_text("Session ended · left by the user")
    told.get_by_text("Look inside").click()
    told.get_by_text("AlexaSkillEvent.SkillDisabled: request").click()
    expect(told.get_by_label("AlexaSkillEvent.SkillDisabled: request")).to_contain_text("eventPublishingTime")
    expect(visitor.say("open back coach").locator(".tag.outcome")).to_have_text("launch")


def test_everything_by_keyboard(visitor: Visitor, coach: str) -> None:
    visitor.open(coach)
    page = visitor.page
    page.keyboard.type("open back coach")
    page.keyboard.press("Enter")
    expect(visitor.turns).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("group", name="Things to say").locator("button").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(visitor.turns).to_have_count(2)
    reached: set[str] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    wanted = {"halt", "ahead", "speed", "voice", "wait-for-typing", "log", "words", "Look inside", "a day"}
    assert wanted <= reached


def test_the_voice_reads_and_the_clock_follows_it(visitor: Visitor, parrot_page: str) -> None:
    visitor.page.add_init_script(VOICE)
    visitor.open(parrot_page)
    assert visitor.page.get_by_label("Voice").input_value() == "near"
    visitor.say("open echo parrot")
    spoken = "window.spoken.map((one) => one.text)"
    assert visitor.page.evaluate(spoken) == []
    visitor.let_run(0.2)
    assert visitor.page.evaluate(spoken) == ["Hello."]
    # A slow voice: the clock does not leave the sentence before the voice does.
    visitor.let_run(3)
    assert visitor.page.evaluate(spoken) == ["Hello."]
    visitor.page.evaluate("window.spoken.at(-1).onend()")
    visitor.let_run(0.2)
    assert visitor.page.evaluate(spoken) == ["Hello.", "What shall I repeat?"]
    visitor.page.evaluate("window.spoken.at(-1).onboundary({ name: 'word', charIndex: 11 })")
    visitor.let_run(0.1)
    expect(visitor.turns.first.locator(".word.now")).to_have_text("I")
    visitor.page.evaluate("window.spoken.at(-1).onend()")
    visitor.let_run(0.2)
    expect(visitor.mode).to_have_text("Microphone open")
    visitor.say("read the long text")
    visitor.let_run(0.2)
    assert visitor.page.evaluate("window.spoken.at(-1).text") == "Hold."
    cancelled = visitor.page.evaluate("window.cancelled")
    visitor.say("pause")
    assert visitor.page.evaluate("window.cancelled") > cancelled


def test_a_voice_that_never_answers(visitor: Visitor, parrot_page: str) -> None:
    visitor.page.add_init_script(VOICE)
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.let_run(12)
    expect(visitor.page.locator("#voice-note")).to_contain_text("did not answer")
    expect(visitor.mode).to_have_text("Microphone open")


def test_speaking_is_agreed_to_first(visitor: Visitor, parrot_page: str) -> None:
    visitor.page.add_init_script(VOICE)
    visitor.open(parrot_page)
    visitor.press("Speak with your microphone")
    dialog = visitor.page.get_by_role("dialog", name="Before you speak")
    expect(dialog).to_contain_text("may send what the microphone hears to the browser's maker")
    visitor.press("Keep typing")
    assert visitor.page.evaluate("window.listening") == 0
    visitor.press("Speak with your microphone")
    visitor.press("Use the microphone")
    expect(visitor.page.get_by_role("button", name="Speak with your microphone")).to_have_attribute(
        "aria-pressed", "true"
    )
    visitor.page.evaluate("window.hear('open echo')")
    expect(visitor.page.get_by_label("What you say")).to_have_value("open echo")
    visitor.page.evaluate("window.hear('open echo parrot', true)")
    expect(visitor.turns).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessibility(scheme: Literal["light", "dark"], width: int, browser: Browser, parrot_page: str) -> None:
    axe = (package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 820})
    visitor = Visitor(context.new_page())
    visitor.open(parrot_page)
    visitor.say("open echo parrot")
    visitor.say("stop prompting")
    visitor.say("read the long text")
    visitor.let_run(1)
    for summary in visitor.page.locator("summary:visible").all():
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()
    visitor.press("Stop the clock")
    visitor.page.clock.resume()  # the checker waits for timers of its own
    visitor.page.evaluate(axe)
    assert_accessible(visitor)
    visitor.press("See a stretch as a picture")
    expect(visitor.page.locator(".turn-row").first).to_be_visible()
    assert_accessible(visitor)
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def assert_accessible(visitor: Visitor) -> None:
    violations = visitor.page.evaluate("axe.run().then((found) => found.violations)")
    assert not [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations]

"""Speaking to the page: a held key records, a recogniser on this computer hears, what it mis-hears can be taken back.

The recogniser is a stand-in that reads tones; whoever speaks makes the tones, and Chromium takes them for a microphone.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from audio.environment import environment
from audio.wav import wav
from audio.whisper import Whisper
from simulator.command_line.commands import DOCUMENT
from tests.audio.standing_in import stand_in
from tests.audio.tones import RATE, Tones
from tests.browser.ear.speaking import TAIL_S, Speaker, after_a_breath, seconds
from tests.browser.serving import served
from tests.browser.talking import Visitor
from tests.simulator.conftest import MODELS
from tests.simulator.parrot import parrot

STAND_INS = (Path(__file__).parents[1] / "voice.js").read_text(encoding="utf-8")
REFUSED = "navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('no', '{}'); }};"
NO_RECOGNISER = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
NOTHING_YET = "() => { AudioContext.prototype.createMediaStreamSource = function () { return new GainNode(this); }; }"
"""However long a busy machine takes between press and release, nothing is recorded."""
OPEN = "open echo parrot"


def tones(text: str) -> bytes:
    return Tones().speak(text).wav


SILENCE = wav(bytes(2 * RATE), RATE)


@pytest.fixture(scope="module")
def page_with_ear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = environment(stand_in(tmp_path_factory.mktemp("environment")))
    with closing(Whisper(found)) as recogniser, served(parrot, MODELS, DOCUMENT, recogniser=recogniser) as address:
        yield address


@pytest.fixture
def speaker(visitor: Visitor, microphone: Path, page_with_ear: str) -> Speaker:
    visitor.page.add_init_script(STAND_INS)
    visitor.open(page_with_ear)
    return Speaker(visitor, microphone)


def test_what_is_spoken_is_heard_here_and_nowhere_else(speaker: Speaker, page_with_ear: str) -> None:
    asked: list[str] = []
    speaker.visitor.page.on("request", lambda request: asked.append(request.url))
    expect(speaker.visitor.page.locator("#recogniser-note")).to_contain_text("recognised on this computer")
    turn = speaker.speak(tones(OPEN))
    expect(turn.locator(".said")).to_have_text(f"You: {OPEN}")
    expect(turn.locator(".heard-note")).to_contain_text("Heard so.")
    expect(turn.locator(".doubtful")).to_have_count(0)
    expect(turn.locator(".tag.outcome")).to_be_visible()
    assert f"{page_with_ear}api/recognise?locale=en-US" in asked
    assert [url for url in asked if not url.startswith(page_with_ear)] == []
    assert speaker.visitor.page.evaluate("window.listening") == 0  # the browser's own recogniser
    policy = speaker.visitor.page.request.get(page_with_ear).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy


def test_the_clock_stands_while_somebody_speaks_to_cut_in(speaker: Speaker) -> None:
    speaker.speak(tones(OPEN))
    speaker.visitor.say("read the long text")
    speaker.visitor.let_run(6)
    before = speaker.visitor.clock
    turn = speaker.speak(tones("pause"))
    expect(turn).to_contain_text("Cut off")
    assert speaker.visitor.clock == before


def test_what_is_doubtful_is_marked_and_another_reading_takes_its_place(speaker: Speaker) -> None:
    speaker.speak(tones(OPEN))
    heard = speaker.speak(tones("why my neck"))
    expect(heard.locator(".doubtful")).to_have_text(["neck"])
    heard.get_by_role("button", name="“why my back”").click()
    expect(heard.locator(".heard-note")).to_contain_text("Corrected: it was heard as “why my neck”")
    expect(speaker.visitor.turns).to_have_count(2)
    expect(speaker.visitor.turns.last.locator(".said")).to_have_text("You: why my back")
    kept = speaker.visitor.page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert "why my back" in kept
    assert "why my neck" not in kept


def test_what_was_misheard_is_written_anew(speaker: Speaker) -> None:
    speaker.speak(tones(OPEN))
    heard = speaker.speak(tones("why talking helps"))
    page = speaker.visitor.page
    heard.get_by_role("button", name="Correct it").click()
    field = page.get_by_label("What you say")
    expect(field).to_have_value("why talking helps")
    expect(field).to_be_focused()
    field.fill("why walking helps")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(speaker.visitor.turns).to_have_count(2)
    expect(speaker.visitor.turns.last.locator(".said")).to_have_text("You: why walking helps")
    expect(page.get_by_role("button", name="Say", exact=True)).to_be_visible()
    # What was said since stays said.
    speaker.visitor.say("why")
    expect(page.get_by_role("button", name="Correct it")).to_have_count(0)


def test_what_is_taken_back_leaves_no_trace(speaker: Speaker) -> None:
    page = speaker.visitor.page
    checks, listed = page.locator("#checks"), page.locator("#unanswered li")
    speaker.speak(tones(OPEN))
    speaker.visitor.panel("What had no answer")
    heard = speaker.speak(tones("stop prompting"))  # a question that Alexa will not repeat: a fault of the skill's
    heard.get_by_role("button", name="Wrong answer").click()
    expect(listed).to_contain_text(["stop prompting"])
    expect(checks).to_contain_text("1 finding")
    heard.get_by_role("button", name="Correct it").click()
    field = page.get_by_label("What you say")
    field.fill("read the long text")
    field.press("Enter")
    expect(speaker.visitor.turns.last.locator(".said")).to_have_text("You: read the long text")
    expect(listed).to_have_count(0)
    expect(checks).to_contain_text("nothing found so far")
    said = []
    for _ in range(3):
        field.press("ArrowUp")
        said.append(field.input_value())
    assert said == ["read the long text", OPEN, OPEN]


def test_what_the_list_had_before_stays_though_a_turn_is_taken_back(speaker: Speaker) -> None:
    listed = speaker.visitor.page.locator("#unanswered li")
    speaker.speak(tones(OPEN))
    speaker.visitor.panel("What had no answer")
    speaker.visitor.say("why").get_by_role("button", name="Wrong answer").click()
    heard = speaker.speak(tones("why"))
    heard.get_by_role("button", name="Wrong answer").click()
    heard.get_by_role("button", name="Correct it").click()
    speaker.visitor.page.get_by_label("What you say").fill("what's your source")
    speaker.visitor.page.get_by_label("What you say").press("Enter")
    expect(speaker.visitor.turns.last.locator(".said")).to_have_text("You: what's your source")
    expect(listed).to_contain_text(["why"])


@pytest.mark.parametrize("offered", [True, False], ids=["offered", "written"])
def test_a_correction_that_reaches_nobody_stays_to_be_made_again(offered: bool, speaker: Speaker) -> None:
    speaker.speak(tones(OPEN))
    heard = speaker.speak(tones("why my neck"))
    page = speaker.visitor.page
    speaker.visitor.forgiven.append("ERR_FAILED")
    page.route("**/correct", lambda route: route.abort())
    field = page.get_by_label("What you say")
    if offered:
        heard.get_by_role("button", name="“why my back”").click()
    else:
        heard.get_by_role("button", name="Correct it").click()
        field.fill("why my back")
        field.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(field).to_have_value("why my back")
    page.unroute("**/correct")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(heard.locator(".heard-note")).to_contain_text("Corrected: it was heard as “why my neck”")
    expect(speaker.visitor.turns).to_have_count(2)


def test_esc_leaves_what_was_heard(speaker: Speaker) -> None:
    heard = speaker.speak(tones(OPEN))
    heard.get_by_role("button", name="Correct it").click()
    speaker.visitor.page.keyboard.press("Escape")
    expect(speaker.visitor.page.get_by_role("button", name="Say", exact=True)).to_be_visible()
    expect(speaker.visitor.page.get_by_label("What you say")).to_have_value("")
    speaker.visitor.say("why")
    expect(speaker.visitor.turns).to_have_count(2)


def test_a_held_button_does_as_the_key(speaker: Speaker) -> None:
    page = speaker.visitor.page
    sound = tones(OPEN)
    speaker.microphone.write_bytes(after_a_breath(sound))
    button = page.get_by_role("button", name="Hold to speak")
    button.hover()
    page.mouse.down()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1000 * seconds(sound))
    page.mouse.up()
    speaker.visitor.let_run(TAIL_S)
    expect(speaker.visitor.turns.last.locator(".said")).to_have_text(f"You: {OPEN}")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_silence_is_told(speaker: Speaker) -> None:
    speaker.say_into_it(SILENCE)
    expect(speaker.visitor.page.get_by_role("alert")).to_contain_text("Nothing was heard.")
    expect(speaker.visitor.turns).to_have_count(0)
    expect(speaker.now).to_be_empty()


def test_who_only_taps_is_told_to_hold(speaker: Speaker) -> None:
    speaker.visitor.page.evaluate(NOTHING_YET)
    speaker.begin(SILENCE)
    speaker.end()
    expect(speaker.visitor.page.get_by_role("alert")).to_contain_text("Hold it down while you speak")


def test_whoever_goes_on_and_on_is_heard_so_far(speaker: Speaker) -> None:
    sound = tones(OPEN)
    speaker.begin(sound)
    speaker.visitor.page.wait_for_timeout(1000 * seconds(sound))
    speaker.visitor.let_run(15)
    turn = speaker.visitor.turns.last
    expect(turn.locator(".said")).to_have_text(f"You: {OPEN}")
    expect(turn.locator(".heard-note")).to_contain_text("Only the first 15 s were heard.")
    speaker.end()
    expect(speaker.visitor.turns).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("NotAllowedError", "The browser keeps the microphone from this page: allow it beside the address"),
        ("NotFoundError", "This computer has no microphone"),
        ("NotReadableError", "another program may be using it"),
    ],
)
def test_a_microphone_that_is_refused_is_told(name: str, told: str, visitor: Visitor, page_with_ear: str) -> None:
    visitor.page.add_init_script(REFUSED.format(name))
    visitor.open(page_with_ear)
    visitor.page.keyboard.press("Alt+KeyL")
    expect(visitor.page.get_by_role("alert")).to_contain_text(told)
    visitor.say(OPEN)
    expect(visitor.turns).to_have_count(1)


def test_where_no_ear_is_installed_that_is_told(visitor: Visitor, parrot_page: str) -> None:
    visitor.page.add_init_script(NO_RECOGNISER)
    visitor.open(parrot_page)
    expect(visitor.page.get_by_role("button", name="Hold to speak")).to_have_count(0)
    expect(visitor.page.locator("#recogniser-note")).to_contain_text("run make voice")
    visitor.page.keyboard.press("Alt+KeyL")
    expect(visitor.page.get_by_role("alert")).to_contain_text("No recogniser is installed: run `make voice`")

"""The page speaks with the voice of this computer: in step, as long as it takes, and silent when somebody cuts in.

A voice of tones stands in for it; at the end the real one speaks, where it is installed.
"""

import json
import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Response, expect

from audio.environment import environment, installed
from audio.piper import Piper
from simulator.command_line.commands import DOCUMENT, MODELS
from simulator.page.sounds import Sounds
from simulator.speaking.performance import Performer
from simulator.transport.real_skill import back_coach
from tests.audio.tones import LETTER_S, Hoarse, Tones
from tests.browser.serving import served
from tests.browser.talking import Visitor
from tests.simulator import conftest as small
from tests.simulator.parrot import parrot

LISTEN = """
window.audios = [];
window.Audio = class extends Audio {
  constructor() {
    super();
    window.audios.push(this);
  }
};
"""
SILENT = """
// Stands in for sound that is played: its time is what it is told.
window.audios = [];
window.Audio = class {
  paused = true;
  currentTime = 0;
  constructor() {
    window.audios.push(this);
  }
  async play() {
    this.paused = false;
  }
  pause() {
    this.paused = true;
  }
};
"""
FIRST_PIECE = re.compile("/api/sounds/.*/0$")
PLAYING = "(count) => window.audios.length === count && !window.audios.at(-1).paused"
IN_STEP = """async () => {
  // Which word is read along, and where the sound is, from frame to frame.
  const seen = [];
  const words = [...document.querySelectorAll("article:last-of-type .word")];
  const moved = () => seen.length && seen.at(-1)[0] > seen[0][0];
  while (seen.length < 40 || (!moved() && seen.length < 2000)) {
    await new Promise(requestAnimationFrame);
    const place = words.findIndex((word) => word.classList.contains("now"));
    if (place >= 0) seen.push([place, window.audios.at(-1).currentTime]);
  }
  return seen;
}"""
LONG = "why does walking help " + "a back that is stiff and sore in the morning " * 6


@pytest.fixture(scope="module")
def spoken() -> Iterator[str]:
    """The address of the page for the tests' own skill, with a voice of tones."""
    with served(parrot, small.MODELS, DOCUMENT, sounds=Sounds(Performer(Tones()))) as address:
        yield address


def spoken_words(answer: Response) -> list[float]:
    """When each word of a piece begins, as the page is told."""
    timing = json.loads(answer.headers["timing"])
    return [float(at) for at in timing["words"]]


def running(visitor: Visitor, address: str) -> None:
    visitor.page.add_init_script(LISTEN)
    visitor.open(address)
    visitor.page.clock.resume()


def test_it_is_chosen_unasked_and_heard_to_the_end(visitor: Visitor, spoken: str) -> None:
    running(visitor, spoken)
    assert visitor.page.get_by_label("Voice").input_value() == "make voice"
    expect(visitor.page.locator("#voice-note")).to_contain_text("sent nowhere")
    visitor.say("open echo parrot")
    expect(visitor.mode).to_have_text("Speaking")
    expect(visitor.mode).to_have_text("Microphone open")
    lengths = visitor.page.evaluate("window.audios.map((audio) => audio.duration)")
    assert lengths == [pytest.approx(5 * LETTER_S, abs=0.05), pytest.approx(0.45 + 19 * LETTER_S, abs=0.05)]


def test_words_are_read_along_in_step_with_the_sound(visitor: Visitor, spoken: str) -> None:
    running(visitor, spoken)
    with visitor.page.expect_response(FIRST_PIECE) as answered:
        visitor.say(f"ask echo parrot {LONG}")
    expect(visitor.page.locator(".word.now").first).to_be_visible()
    visitor.page.wait_for_function("() => window.audios.at(-1)?.currentTime > 0")
    seen = visitor.page.evaluate(IN_STEP)
    begins = spoken_words(answered.value)
    places = [place for place, _ in seen]
    assert places == sorted(places)
    assert places[-1] > places[0], "it moves on"
    # No word is shown before it is heard; how soon after is the computer's to say.
    assert all(at > begins[place] - 0.1 for place, at in seen)


def test_somebody_cuts_in_at_a_word(visitor: Visitor, spoken: str) -> None:
    running(visitor, spoken)
    visitor.say("open echo parrot")
    visitor.say("read the long text")
    expect(visitor.mode).to_have_text("Hold")
    visitor.say("pause")
    assert visitor.page.evaluate("window.audios.slice(0, -1).every((audio) => audio.paused)")
    long = visitor.turns.nth(1)
    expect(long.locator(".word").first).not_to_have_class(re.compile("unheard"))
    expect(long.locator(".word").last).to_have_class(re.compile("unheard"))


def test_it_stops_with_the_clock_and_goes_on_at_the_word(visitor: Visitor, spoken: str) -> None:
    visitor.page.add_init_script(SILENT)
    visitor.open(spoken)
    words = visitor.say(f"ask echo parrot {LONG}").locator(".word")
    with visitor.page.expect_response(FIRST_PIECE) as answered:
        visitor.let_run(0.1)
    visitor.page.wait_for_function(PLAYING, arg=1)
    visitor.let_run(2)
    visitor.press("Stop the clock")
    assert visitor.page.evaluate("window.audios.at(-1).paused")
    said = words.evaluate_all("(words) => words.findIndex((word) => word.classList.contains('now'))")
    assert said > 0
    visitor.press("Let the clock run")
    visitor.let_run(0.1)
    visitor.page.wait_for_function(PLAYING, arg=2)
    assert visitor.page.evaluate("window.audios.at(-1).currentTime") == spoken_words(answered.value)[said]
    visitor.press("Skip to the end")
    expect(visitor.mode).not_to_have_text("Speaking")
    assert visitor.page.evaluate("window.audios.every((audio) => audio.paused)")


def test_a_server_that_cannot_speak_is_told_and_the_clock_goes_on(visitor: Visitor, spoken: str) -> None:
    visitor.forgiven.append("502 (Bad Gateway)")
    visitor.page.route("**/api/sounds/**", lambda route: route.fulfill(status=502, json={"error": "Piper has ended"}))
    running(visitor, spoken)
    visitor.say("open echo parrot")
    expect(visitor.page.locator("#voice-note")).to_contain_text("did not answer")
    expect(visitor.mode).to_have_text("Microphone open")


def test_a_stretch_is_heard_as_a_whole_while_the_clock_stands(visitor: Visitor, spoken: str) -> None:
    running(visitor, spoken)
    visitor.press("See a stretch as a picture")
    player = visitor.page.get_by_label("Hear it as a whole")
    expect(player).to_be_visible()
    player.evaluate("(player) => player.play()")
    visitor.page.wait_for_function("() => document.querySelector('#whole').currentTime > 0.3")
    before = visitor.clock
    visitor.page.wait_for_function(
        "() => document.querySelector('#whole').currentTime > 1.5 || document.querySelector('#whole').ended"
    )
    assert visitor.clock == before
    visitor.press("Close")
    assert player.evaluate("(player) => player.paused")


def test_a_voice_that_breaks_off_a_stretch_is_told(visitor: Visitor) -> None:
    with served(parrot, small.MODELS, DOCUMENT, sounds=Sounds(Performer(Hoarse(1)))) as address:
        running(visitor, address)
        visitor.press("See a stretch as a picture")
        player = visitor.page.get_by_label("Hear it as a whole")
        expect(player).to_be_visible()
        player.evaluate("(player) => void player.play().catch(() => {})")  # which may never come to anything
        trouble = visitor.page.locator("#whole-trouble")
        expect(trouble).to_have_text("The voice broke off: Piper has ended: hoarse. Press play, and it starts anew.")


@pytest.mark.skipif(not installed(), reason="the voice is not installed: run 'make voice'")
def test_the_real_voice_speaks(visitor: Visitor) -> None:
    with (
        closing(Piper(environment())) as piper,
        served(back_coach, MODELS, DOCUMENT, sounds=Sounds(Performer(piper))) as address,
    ):
        running(visitor, address)
        visitor.say("ask back coach why does walking help my back")
        expect(visitor.mode).to_have_text("Speaking")
        expect(visitor.page.locator(".word.now", has_text="muscles")).to_be_visible()
        assert visitor.page.evaluate("window.audios.at(-1).duration") > 3
        visitor.page.goto("about:blank")  # it asks for what it would say next, as long as it is there

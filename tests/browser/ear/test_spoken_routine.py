"""A whole routine that is spoken to: begun, cut in on, taken up again and finished, with the voice alone.

Once with tones and the stand-in that reads them, in a page that is silent and whose time we move. And once as it is at
home where `make voice` was run: what a person might say, recorded, is recognised, and the page speaks, at double speed.
The recordings are Piper's, voice Joe.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from audio.environment import environment, installed
from audio.piper import Piper
from audio.whisper import Whisper
from simulator.command_line.commands import DOCUMENT, MODELS
from simulator.page.sounds import Sounds
from simulator.speaking.performance import Performer
from simulator.transport.real_skill import back_coach
from tests.audio.standing_in import stand_in
from tests.audio.tones import Tones
from tests.browser.ear.speaking import Speaker
from tests.browser.serving import served
from tests.browser.talking import Visitor

SPOKEN = Path(__file__).parent / "spoken"
LONGEST_S = 200
LISTEN = """
window.heard = [];
window.Audio = class extends Audio {
  constructor() {
    super();
    this.addEventListener("ended", () => window.heard.push(this.duration));
  }
};
"""


@dataclass(frozen=True)
class Somebody(Speaker):
    """Speaks, and listens until it is their turn."""

    aloud: bool
    """Whether they speak in words and hear the page's voice."""

    def says(self, line: str, outcome: str) -> None:
        """Say `line`; it is heard as it was said, and comes to `outcome`."""
        recording = SPOKEN / f"{line.replace(' ', '-')}.wav"
        turn = self.speak(recording.read_bytes() if self.aloud else Tones().speak(line).wav)
        expect(turn.locator(".said")).to_have_text(f"You: {line}")
        expect(turn.locator(".tag.outcome")).to_have_text(outcome)

    def listens(self) -> None:
        """Hear what is said to its end."""
        for _ in range(0 if self.aloud else LONGEST_S):
            if self.visitor.mode.inner_text() == "Microphone open":
                break
            self.visitor.let_run(1)
        expect(self.visitor.mode).to_have_text("Microphone open", timeout=1000 * LONGEST_S if self.aloud else 1)

    def waits_for(self, words: str) -> None:
        """Hear what is said, as far as `words`."""
        word = self.visitor.turns.last.locator(".word", has_text=words).first
        ahead = re.compile("ahead")
        for _ in range(0 if self.aloud else LONGEST_S):
            if not ahead.search(word.get_attribute("class") or ""):
                break
            self.visitor.let_run(1)
        expect(word).not_to_have_class(ahead, timeout=1000 * LONGEST_S if self.aloud else 1)


@pytest.fixture(params=[False, True], ids=["tones", "aloud"])
def somebody(request: pytest.FixtureRequest, visitor: Visitor, microphone: Path, tmp_path: Path) -> Iterator[Somebody]:
    aloud = request.param
    if aloud and not installed():
        pytest.skip("no voice and no ear are installed: make voice")
    found = environment(None if aloud else stand_in(tmp_path))
    with ExitStack() as parts:
        recogniser = parts.enter_context(closing(Whisper(found)))
        sounds = Sounds(Performer(parts.enter_context(closing(Piper(found))))) if aloud else None
        address = parts.enter_context(served(back_coach, MODELS, DOCUMENT, sounds=sounds, recogniser=recogniser))
        visitor.page.add_init_script(LISTEN)
        visitor.open(address)
        if aloud:
            visitor.page.get_by_label("Speed").select_option("2")
            visitor.page.clock.resume()
        yield Somebody(visitor, microphone, aloud)
        visitor.page.goto("about:blank")  # it asks for what it would say next, as long as it is there


def test_a_whole_routine(somebody: Somebody) -> None:
    page = somebody.visitor.page
    somebody.says("open the back coach skill", "launch")
    somebody.says("something for my neck please", "routine")
    somebody.says("i am in place", "routine")
    somebody.waits_for("left")
    somebody.says("alexa pause", "paused")
    expect(somebody.visitor.turns.last).to_contain_text("Cut off")
    somebody.listens()
    somebody.says("okay i am back", "routine")
    expect(somebody.visitor.turns.last).to_contain_text("Let's go on. Look")
    for _ in range(2):
        somebody.listens()
        somebody.says("next please", "routine")
    somebody.listens()
    expect(somebody.visitor.turns.last).to_contain_text("the last one")
    somebody.says("next please", "finished")
    expect(page.locator("#checks")).to_contain_text("nothing found so far")
    assert bool(page.evaluate("window.heard.length")) is somebody.aloud

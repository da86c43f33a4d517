"""A whole routine that is spoken to: begun, cut in on, taken up again and finished, with the voice alone.

Once with tones and the stand-in that reads them; once with what a person might say, recorded, and the recogniser of
`make voice`. The recordings are Piper's, voice Joe.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from audio.environment import FOLDER, environment, installed
from audio.whisper import Whisper
from simulator.command_line.commands import DOCUMENT, MODELS
from simulator.transport.real_skill import back_coach
from tests.audio.standing_in import stand_in
from tests.audio.tones import Tones
from tests.browser.ear.speaking import Speaker
from tests.browser.serving import served
from tests.browser.talking import Visitor

SPOKEN = Path(__file__).parent / "spoken"
LONGEST_S = 200

Mouth = Callable[[str], bytes]
"""Says a line: the sound file of it."""


def recorded(line: str) -> bytes:
    return (SPOKEN / f"{line.replace(' ', '-')}.wav").read_bytes()


def tones(line: str) -> bytes:
    return Tones().speak(line).wav


@pytest.fixture(params=["tones", "recordings"])
def mouth(request: pytest.FixtureRequest) -> Mouth:
    if request.param == "tones":
        return tones
    if not installed():
        pytest.skip("no recogniser is installed: make voice")
    return recorded


@pytest.fixture
def page(mouth: Mouth, tmp_path: Path) -> Iterator[str]:
    found = environment(stand_in(tmp_path) if mouth is tones else FOLDER)
    with closing(Whisper(found)) as ear, served(back_coach, MODELS, DOCUMENT, ear=ear) as address:
        yield address


class Listener(Speaker):
    """Speaks, and listens until it is their turn."""

    def hears(self, outcome: str, mouth: Mouth, line: str) -> None:
        """Say `line`; it is heard as it was said, and comes to `outcome`."""
        turn = self.speak(mouth(line))
        expect(turn.locator(".said")).to_have_text(f"You: {line}")
        expect(turn.locator(".tag.outcome")).to_have_text(outcome)

    def listens(self) -> None:
        """Hear what is said to its end."""
        for _ in range(LONGEST_S):
            if self.visitor.mode.inner_text() == "Microphone open":
                return
            self.visitor.let_run(1)
        pytest.fail("it speaks and speaks")


def test_a_whole_routine(mouth: Mouth, page: str, visitor: Visitor, microphone: Path) -> None:
    visitor.open(page)
    somebody = Listener(visitor, microphone)
    somebody.hears("launch", mouth, "alexa open back coach")
    somebody.listens()
    somebody.hears("routine", mouth, "something for my neck please")
    somebody.listens()
    somebody.hears("routine", mouth, "i am in place")
    visitor.let_run(20)
    somebody.hears("paused", mouth, "alexa pause")
    expect(visitor.turns.last).to_contain_text("Cut off · after 20 s")
    somebody.listens()
    somebody.hears("routine", mouth, "okay i am back")
    for _ in range(2):
        somebody.listens()
        somebody.hears("routine", mouth, "next please")
    somebody.listens()
    expect(visitor.turns.last).to_contain_text("the last one")
    somebody.hears("finished", mouth, "next please")
    expect(visitor.page.locator("#checks")).to_contain_text("nothing found so far")

"""Somebody who speaks to the page: Chromium takes a sound file for its microphone."""

import wave
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Locator, expect

from audio.wav import silence, wav
from tests.browser.talking import ARGUMENTS, Visitor

BREATH_S = 1.0
"""Between the press and the first word."""
TAIL_S = 0.3
"""Longer than the page listens on once the key is let go."""


def arguments(microphone: Path) -> list[str]:
    """How Chromium is started: with `microphone` for one, read anew whenever it is opened, and leave to use it."""
    return [
        *ARGUMENTS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
    ]


@dataclass(frozen=True)
class Speaker:
    """A visitor with a voice."""

    visitor: Visitor
    """Who is at the page."""
    microphone: Path
    """What Chromium takes for one."""

    def speak(self, sound: bytes) -> Locator:
        """Hold the key while a sound file plays; returns the turn once it is there."""
        before = self.visitor.turns.count()
        self.say_into_it(sound)
        expect(self.visitor.turns).to_have_count(before + 1)
        return self.visitor.turns.last

    def say_into_it(self, sound: bytes) -> None:
        """Hold the key while a sound file plays."""
        self.begin(sound)
        self.visitor.page.wait_for_timeout(1000 * seconds(sound))
        self.end()

    def begin(self, sound: bytes) -> None:
        """Press the key, and wait until the page listens."""
        self.microphone.write_bytes(after_a_breath(sound))
        self.visitor.page.keyboard.down("Alt")
        self.visitor.page.keyboard.down("KeyL")
        expect(self.now).to_contain_text("Listening")

    def end(self) -> None:
        """Let go."""
        self.visitor.page.keyboard.up("KeyL")
        self.visitor.page.keyboard.up("Alt")
        self.visitor.let_run(TAIL_S)

    @property
    def now(self) -> Locator:
        """What the page says of its listening."""
        return self.visitor.page.locator("#hearing-now")


def seconds(sound: bytes) -> float:
    """How long a sound file plays, with the breath before it, and a little more."""
    with wave.open(BytesIO(sound)) as file:
        return float(BREATH_S + file.getnframes() / file.getframerate() + 0.3)


def after_a_breath(sound: bytes) -> bytes:
    """The same after a silence: Chromium begins to play before the page listens, whereas a person sees that it does."""
    with wave.open(BytesIO(sound)) as file:
        rate, samples = file.getframerate(), file.readframes(file.getnframes())
    return wav(silence(BREATH_S, rate) + samples, rate)

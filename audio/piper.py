"""The synthesiser Piper: a process that loads its voice once and is given text after text.

Piper is under the GPL, so it runs as a program and is imported nowhere. It is talked to over a port of its own on
loopback, because there it takes a speed with each text and tells how long each sound of it lasts.
"""

import io
import json
import threading
import wave
from dataclasses import dataclass
from pathlib import Path

from audio.environment import Environment
from audio.program import LOOPBACK, EndedError, Program, ProgramError
from audio.wav import wav
from skill.errors import BackCoachError

START_S = 120.0
"""Seconds that the program may take to load its voice, on a computer that has much else to do."""
_ANSWER_S = 300.0
_LOOK_S = 0.05
"""Seconds after which whoever closes a voice that is speaking looks whether a new program has come up for it."""


class VoiceError(BackCoachError):
    """A synthesiser is missing, or said nothing."""


@dataclass(frozen=True)
class Phoneme:
    """One sound of what was said; a space between words is one too."""

    text: str
    """How it is written in the phonetic alphabet."""
    seconds: float
    """How long it lasts."""


@dataclass(frozen=True)
class Synthesis:
    """What a voice said."""

    samples: bytes
    """The sound: sixteen bits a sample, one channel."""
    rate: int
    """Samples a second."""
    phonemes: tuple[Phoneme, ...]
    """Its sounds, which together last as long as the samples."""

    @property
    def wav(self) -> bytes:
        """The same as a sound file."""
        return wav(self.samples, self.rate)


class Piper:
    """A voice of Piper. It starts at once, is waited for where something is to be said, and starts anew if it ended."""

    rate: int
    """Samples a second."""

    def __init__(self, environment: Environment, start_s: float = START_S) -> None:
        """Start the program, which may take `start_s` seconds until it serves."""
        self.rate = _rate(environment.voice)
        self._environment = environment
        self._start_s = start_s
        self._turn = threading.Lock()
        self._closed = False
        self._program = self._start()

    def speak(self, text: str, speed: float = 1.0, *, steady: bool = False) -> Synthesis:
        """Say `text` at a share `speed` of the voice's own; `steady` takes equally long each time.

        A program that has ended, be it over this text, is started anew and told once more.

        Raises:
            VoiceError: the program ends again or does not start, there is nothing in `text` that could be said, or the
                voice is closed.
        """
        asked: dict[str, object] = {"text": text, "length_scale": 1.0 / speed}
        if steady:
            asked["noise_w_scale"] = 0.0
        with self._turn:  # the sounds that Piper tells are those of the text that it said last
            try:
                return self._told_twice(json.dumps(asked))
            except ProgramError as error:
                raise VoiceError(str(error)) from error

    def close(self) -> None:
        """End the program, and with it what is being said."""
        self._closed = True
        while not self._turn.acquire(timeout=_LOOK_S):
            self._program.end()  # also one that is started meanwhile
        self._program.end()
        self._turn.release()

    def _told_twice(self, asked: str) -> Synthesis:
        if not self._program.ended:
            try:
                return self._say(asked)
            except EndedError:
                if self._closed or not self._program.served:
                    raise
        if self._closed:
            raise VoiceError("the voice is closed")
        self._program.end()
        self._program = self._start()
        return self._say(asked)

    def _say(self, asked: str) -> Synthesis:
        sound = self._program.ask("POST", "/synthesize", asked)
        last = json.loads(self._program.ask("GET", "/info"))["last"]
        with wave.open(io.BytesIO(sound)) as file:
            samples, rate = file.readframes(file.getnframes()), file.getframerate()
        phonemes = (Phoneme(sounded["phoneme"], sounded["seconds"]) for sounded in last["alignments"])
        return Synthesis(samples, rate, tuple(phonemes))

    def _start(self) -> Program:
        voice = self._environment.voice
        serve = [str(self._environment.python), "-m", "piper.http_server", "--host", LOOPBACK, "--port", "0"]
        command = [*serve, "--model", str(voice), "--data-dir", str(voice.parent)]
        return Program("Piper", command, voice.parent, start_s=self._start_s, answer_s=_ANSWER_S)


def _rate(voice: Path) -> int:
    properties = json.loads(Path(f"{voice}.json").read_text(encoding="utf-8"))
    return int(properties["audio"]["sample_rate"])

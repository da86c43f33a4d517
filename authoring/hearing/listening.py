"""One line on its way: a voice speaks it, the room adds its noise, the recogniser writes it down."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audio.recogniser import Recogniser, samples
from authoring.document.spoken_lines import SpokenLine
from authoring.hearing.noise import in_a_room
from authoring.hearing.voices import Voice


@dataclass(frozen=True)
class Listening:
    """Who speaks, how loud the room is, and who listens."""

    voices: Sequence[Voice]
    """Those who take turns, by chance."""
    decibels: float
    """How far the noise is below the voice."""
    recogniser: Recogniser
    """Who writes down what is heard."""
    seed: int
    """What chance begins with."""

    def hear(self, line: SpokenLine) -> tuple[str, str]:
        """The name of the voice that said `line`, and what was heard; empty if that was nothing.

        A line has its own voice and noise: the same whatever else is spoken.

        Raises:
            VoiceError: it could not be said.
        """
        own = f"{self.seed} {line.writer} {line.number}"
        voice = random.Random(own).choice(self.voices)  # noqa: S311 - reproducible, not secret
        speech = samples(voice.speak(line.text))
        return voice.name, self.recogniser.hear(
            in_a_room(speech, self.decibels, np.random.default_rng([*own.encode()]))
        )

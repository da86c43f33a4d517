"""The room that somebody speaks in: noise, louder the lower its pitch, as fans and traffic are."""

import numpy as np

from audio.samples import Samples

_HUM = 1 / 800
"""Below this share of the sampling rate (20 Hz of 16 kHz) nothing is heard: noise gets no louder there."""


def room_noise(length: int, chance: np.random.Generator) -> Samples:
    """Pink noise: half the power with each octave. Its power is one."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(length), _HUM))
    noise = np.fft.irfft(spectrum, length)
    found: Samples = (noise / np.sqrt(np.mean(noise**2))).astype(np.float32)
    return found


def in_a_room(speech: Samples, decibels: float, chance: np.random.Generator) -> Samples:
    """`speech` with noise whose power is `decibels` below that of the speech."""
    level = np.sqrt(np.mean(speech**2)) / 10 ** (decibels / 20)
    found: Samples = (speech + level * room_noise(len(speech), chance)).astype(np.float32)
    return found

"""Noise has the power that was asked for, and is louder where it is low."""

from itertools import pairwise

import numpy as np
import pytest

from audio.samples import Samples
from authoring.hearing.noise import in_a_room, room_noise

TONE: Samples = (np.sin(np.arange(16_000) / 10) / 5).astype(np.float32)


def _power(samples: Samples) -> float:
    return float(np.mean(samples.astype(np.float64) ** 2))


@pytest.mark.parametrize("decibels", [0, 10, 25])
def test_the_noise_is_as_far_below_the_voice_as_asked_for(decibels: float) -> None:
    noise = in_a_room(TONE, decibels, np.random.default_rng(1)) - TONE
    assert 10 * np.log10(_power(TONE) / _power(noise)) == pytest.approx(decibels, abs=0.01)


def test_silence_stays_silent() -> None:
    assert not in_a_room(np.zeros(100, np.float32), 10, np.random.default_rng(1)).any()


def test_each_octave_has_half_the_power_of_the_one_below() -> None:
    powers = np.abs(np.fft.rfft(room_noise(2**16, np.random.default_rng(1)))) ** 2
    octaves = [powers[2**at : 2 ** (at + 1)].mean() for at in range(8, 15)]
    assert [low / high for low, high in pairwise(octaves)] == pytest.approx([2] * 6, rel=0.2)


def test_the_same_chance_gives_the_same_noise() -> None:
    once, again, other = (in_a_room(TONE, 10, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (once == again).all()
    assert (once != other).any()

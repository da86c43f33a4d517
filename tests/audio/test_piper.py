"""Piper is a program: what it says and how long each sound lasts is read, and one that is missing or ends is told."""

import io
import os
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from audio.environment import NotInstalledError, environment, installed
from audio.piper import Piper, VoiceError
from tests.audio.standing_in import ROOT, stand_in


@pytest.fixture
def piper(tmp_path: Path) -> Iterator[Piper]:
    with closing(Piper(environment(stand_in(tmp_path)))) as running:
        yield running


def test_one_process_speaks_text_after_text(piper: Piper) -> None:
    short, long = (piper.speak(text) for text in ("One.", "One and two."))
    assert len(short.samples) < len(long.samples)
    assert [phoneme.text for phoneme in short.phonemes] == ["^", *"One.", "$"]


def test_sounds_last_as_long_as_the_sound(piper: Piper) -> None:
    text = "Look over your right shoulder."
    said = piper.speak(text, 0.5)
    with wave.open(io.BytesIO(said.wav)) as file:
        seconds = file.getnframes() / file.getframerate()
    assert sum(phoneme.seconds for phoneme in said.phonemes) == pytest.approx(seconds, abs=0.001)
    assert seconds == pytest.approx(len(piper.speak(text).samples) / said.rate, rel=0.01)


def test_what_cannot_be_said_is_told_and_the_next_is_said(piper: Piper) -> None:
    with pytest.raises(VoiceError, match="could not say"):
        piper.speak(" ")
    assert piper.speak("One.").samples


def test_a_process_that_ends_is_told(tmp_path: Path) -> None:
    found = environment(stand_in(tmp_path, "raise SystemExit('no such voice')"))
    with closing(Piper(found)) as piper, pytest.raises(VoiceError, match="no such voice"):
        piper.speak("One.")


def test_a_program_that_is_missing_is_told(tmp_path: Path) -> None:
    found = environment(stand_in(tmp_path))
    found.python.unlink()
    with closing(Piper(found)) as piper, pytest.raises(VoiceError, match="not found"):
        piper.speak("One.")


def test_the_program_ends_with_whoever_started_it_however_that_is(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    program = f"""
import time
with open({str(alive)!r}, "w") as alive:
    print("begun", file=alive, flush=True)
    time.sleep(60)
    print("still there", file=alive)
"""
    source = f"""
import pathlib, time
from audio.environment import environment
from audio.piper import Piper
piper = Piper(environment(pathlib.Path({str(stand_in(tmp_path, program))!r})))
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", source], cwd=ROOT) as starter, alive.open() as told:
        assert told.readline() == "begun\n"
        starter.kill()
        assert told.read() == ""  # it has let go of the pipe


def test_what_it_fetches_it_fetches_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "import urllib.request; raise SystemExit(f\"bypassed: {urllib.request.proxy_bypass('example.org')}\")"
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "*")
    with closing(Piper(environment(stand_in(tmp_path, asked)))) as piper, pytest.raises(VoiceError, match=": False"):
        piper.speak("One.")


def test_what_is_not_installed_is_told(tmp_path: Path) -> None:
    assert not installed(tmp_path)
    with pytest.raises(NotInstalledError, match="make voice"):
        environment(tmp_path)

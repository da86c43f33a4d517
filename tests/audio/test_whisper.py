"""The recogniser is a program: it is given sound after sound, and one that is missing, ends or cannot read is told."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audio.environment import environment, installed
from audio.heard import Heard
from audio.wav import wav
from audio.whisper import RecogniserError, Whisper
from tests.audio.standing_in import stand_in
from tests.audio.tones import RATE, Tones

SPOKEN = Path(__file__).parents[1] / "browser/ear/spoken"
MOODY = """
import json, sys
while size := sys.stdin.buffer.read(4):
    sound = sys.stdin.buffer.read(int.from_bytes(size)).decode()
    if sound == "fatal":
        sys.exit("tired")
    if sound == "deaf":
        open(sys.argv[0] + ".deaf", "w").close()
        sys.stdin.buffer.read()
    print(json.dumps({"error": "NoSound"} if sound == "noise" else {"words": sound, "doubtful": [], "others": []}))
    sys.stdout.flush()
    if sound == "last":
        sys.exit()
"""


@pytest.fixture
def recogniser(tmp_path: Path) -> Iterator[Whisper]:
    with closing(Whisper(environment(stand_in(tmp_path)))) as running:
        yield running


def test_one_process_hears_sound_after_sound(recogniser: Whisper) -> None:
    assert recogniser.hear(Tones().speak("open back coach").wav) == Heard("open back coach")
    assert recogniser.hear(wav(bytes(2 * RATE), RATE)) == Heard("")
    neck = recogniser.hear(Tones().speak("stretch my neck").wav)
    assert neck == Heard("stretch my neck", (2,), ("stretch my back",))


def test_one_that_ends_is_told_and_starts_anew(tmp_path: Path) -> None:
    with closing(Whisper(environment(stand_in(tmp_path, MOODY)))) as recogniser:
        assert recogniser.hear(b"yes").words == "yes"
        with pytest.raises(RecogniserError, match="ended: tired"):
            recogniser.hear(b"fatal")
        assert recogniser.hear(b"no").words == "no"


def test_one_that_ends_between_two_sounds_starts_anew_and_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*arguments: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(start(*arguments, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    with closing(Whisper(environment(stand_in(tmp_path, MOODY)))) as recogniser:
        assert recogniser.hear(b"last").words == "last"
        first = started[0]
        first.wait()
        assert recogniser.hear(b"yes").words == "yes"
        assert first.stdin
        assert first.stdout
        assert (first.stdin.closed, first.stdout.closed) == (True, True)


def test_what_is_being_heard_when_it_is_closed_is_told(tmp_path: Path) -> None:
    folder = stand_in(tmp_path, MOODY)
    os.mkfifo(folder / "program.py.deaf")
    recogniser = Whisper(environment(folder))
    told: list[str] = []

    def hear() -> None:
        with pytest.raises(RecogniserError) as caught:
            recogniser.hear(b"deaf")
        told.append(str(caught.value))

    hearing = threading.Thread(target=hear)
    hearing.start()
    (folder / "program.py.deaf").read_bytes()  # until the sound has come
    recogniser.close()
    hearing.join()
    assert told == ["the recogniser has ended: exit status -15"]
    with pytest.raises(RecogniserError, match="closed"):
        recogniser.hear(b"yes")


def test_a_sound_that_cannot_be_read_is_told_and_the_next_is_heard(tmp_path: Path) -> None:
    with closing(Whisper(environment(stand_in(tmp_path, MOODY)))) as recogniser:
        with pytest.raises(RecogniserError, match="cannot read that sound"):
            recogniser.hear(b"noise")
        assert recogniser.hear(b"yes").words == "yes"


def test_one_that_cannot_start_is_told(tmp_path: Path) -> None:
    found = environment(stand_in(tmp_path, "raise SystemExit('no weights')"))
    with closing(Whisper(found)) as recogniser, pytest.raises(RecogniserError, match="no weights"):
        recogniser.hear(b"sound")


def test_a_program_that_is_missing_is_told(tmp_path: Path) -> None:
    found = environment(stand_in(tmp_path))
    found.python.unlink()
    with pytest.raises(RecogniserError, match="python"):
        Whisper(found)


@pytest.mark.skipif(not installed(), reason="no recogniser is installed: make voice")
def test_the_real_one_hears_words_and_knows_when_there_are_none() -> None:
    noise = np.random.default_rng(1).normal(0, 1_000, 2 * RATE).astype(np.int16)
    with closing(Whisper(environment())) as recogniser:
        for recording in sorted(SPOKEN.glob("*.wav")):
            assert recogniser.hear(recording.read_bytes()).words == recording.stem.replace("-", " ")
        for sound in (wav(bytes(4 * RATE), RATE), wav(noise.tobytes(), RATE)):
            assert recogniser.hear(sound) == Heard("")
        with pytest.raises(RecogniserError, match="cannot read that sound"):
            recogniser.hear(b"noise")

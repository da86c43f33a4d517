"""The recogniser is a program: it is given sound after sound, and one that is missing, ends or cannot read is told."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from audio.environment import environment
from audio.heard import Heard
from audio.piper import wav
from audio.whisper import EarError, Whisper
from tests.audio.standing_in import stand_in
from tests.audio.tones import RATE, Tones

MOODY = """
import json, sys
while size := sys.stdin.buffer.read(4):
    sound = sys.stdin.buffer.read(int.from_bytes(size)).decode()
    if sound == "fatal":
        sys.exit("tired")
    print(json.dumps({"error": "NoSound"} if sound == "noise" else {"words": sound, "doubtful": [], "others": []}))
    sys.stdout.flush()
"""


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Whisper]:
    with closing(Whisper(environment(stand_in(tmp_path)))) as running:
        yield running


def test_one_process_hears_sound_after_sound(ear: Whisper) -> None:
    assert ear.hear(Tones().speak("open back coach").wav) == Heard("open back coach")
    assert ear.hear(wav(bytes(2 * RATE), RATE)) == Heard("")
    neck = ear.hear(Tones().speak("stretch my neck").wav)
    assert neck == Heard("stretch my neck", (2,), ("stretch my back",))


def test_one_that_ends_is_told_and_starts_anew(tmp_path: Path) -> None:
    with closing(Whisper(environment(stand_in(tmp_path, MOODY)))) as ear:
        assert ear.hear(b"yes").words == "yes"
        with pytest.raises(EarError, match="ended: tired"):
            ear.hear(b"fatal")
        assert ear.hear(b"no").words == "no"


def test_a_sound_that_cannot_be_read_is_told_and_the_next_is_heard(tmp_path: Path) -> None:
    with closing(Whisper(environment(stand_in(tmp_path, MOODY)))) as ear:
        with pytest.raises(EarError, match="cannot read that sound"):
            ear.hear(b"noise")
        assert ear.hear(b"yes").words == "yes"


def test_one_that_cannot_start_is_told(tmp_path: Path) -> None:
    found = environment(stand_in(tmp_path, "raise SystemExit('no weights')"))
    with closing(Whisper(found)) as ear, pytest.raises(EarError, match="no weights"):
        ear.hear(b"sound")


def test_a_program_that_is_missing_is_told(tmp_path: Path) -> None:
    found = environment(stand_in(tmp_path))
    found.python.unlink()
    with pytest.raises(EarError, match="python"):
        Whisper(found)

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

from audio.environment import environment
from audio.piper import Piper, VoiceError
from tests.audio.standing_in import ROOT, stand_in

MORTAL = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from http.server import ThreadingHTTPServer
from tests.audio import stand_in
here = Path(__file__).parent
with (here / "starts").open("a") as starts:
    starts.write("I")
class Mortal(stand_in.Handler):
    def do_POST(self):
        weary = here / "weary"
        body = self.rfile.peek()
        if b"fatal" in body or weary.exists():
            weary.unlink(missing_ok=True)
            sys.stderr.write("tired")
            sys.stderr.flush()
            os._exit(1)
        super().do_POST()
server = ThreadingHTTPServer(("127.0.0.1", 0), Mortal)
sys.stderr.write(f" * Running on http://127.0.0.1:{{server.server_port}}\\n")
sys.stderr.flush()
server.serve_forever()
"""
"""Piper's stand-in, which ends over the text `fatal`, and over whatever comes next once there is a file `weary`."""


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


def test_one_that_ends_is_started_anew_and_nothing_is_lost(tmp_path: Path) -> None:
    with closing(Piper(environment(stand_in(tmp_path, MORTAL)))) as piper:
        first = piper.speak("One.")
        (tmp_path / "weary").touch()  # it ends over the next text
        assert piper.speak("One.") == first
        assert (tmp_path / "starts").read_text(encoding="utf-8") == "II"


def test_one_that_ends_over_a_text_each_time_is_told_and_says_the_next(tmp_path: Path) -> None:
    with closing(Piper(environment(stand_in(tmp_path, MORTAL)))) as piper:
        assert piper.speak("One.")
        with pytest.raises(VoiceError, match="has ended: tired"):
            piper.speak("fatal")
        assert piper.speak("One.").samples


def test_one_that_does_not_begin_in_its_time_is_told_and_ended(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    waits = f"import time; alive = open({str(alive)!r}, 'w'); time.sleep(60)"
    with closing(Piper(environment(stand_in(tmp_path, waits)), start_s=0)) as piper, alive.open() as held:
        with pytest.raises(VoiceError, match="not begun within 0 s"):
            piper.speak("One.")
        assert held.read() == ""  # it has let go of the pipe


def test_one_that_is_closed_stays_closed(piper: Piper) -> None:
    assert piper.speak("One.")
    piper.close()
    with pytest.raises(VoiceError, match="is closed"):
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

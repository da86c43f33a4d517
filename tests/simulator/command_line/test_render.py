"""`render`, with a small program in Piper's place; with the voice itself where it is installed."""

import wave
from dataclasses import replace
from pathlib import Path

import pytest

from audio.environment import installed
from simulator.command_line.commands import Parts, main
from tests.audio.standing_in import stand_in
from tests.simulator.conftest import MODELS
from tests.simulator.parrot import parrot

PARTS = Parts(parrot, MODELS)
SPOKEN = "AskQuestionIntent question why does walking help"
TRANSCRIPT = """\
about: The holds are cut short.
turns:
- say: open echo parrot
- say: read the long text
- wait: 4
- say: what now
"""


def seconds(path: Path) -> float:
    with wave.open(str(path)) as file:
        return float(file.getnframes() / file.getframerate())


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return replace(PARTS, voice=stand_in(tmp_path / "voice"))


def test_an_answer(parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "answer.wav"
    assert main(["render", "why does walking", "help", "--out", str(out)], parts) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].split() == ["clock", "voice"]
    assert SPOKEN in told[1]
    assert told[-1] == f"{out}: 0 min {round(seconds(out))} s"


def test_a_transcript_is_heard_as_far_as_it_was(
    parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    transcript, out = tmp_path / "talk.yaml", tmp_path / "talk.wav"
    transcript.write_text(TRANSCRIPT, encoding="utf-8")
    assert main(["render", str(transcript), "--out", str(out)], parts) == 0
    welcome, long, now = capsys.readouterr().out.splitlines()[1:4]
    assert "Hold. Hold on. Let go." in long
    spoken = sum(float(line.split()[2]) for line in (welcome, now))
    assert seconds(out) == pytest.approx(spoken + 4 + 2 * 1.5, abs=0.2)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("go home", "nothing is said to 'go home'"),
        ("missing.yaml", "missing.yaml cannot be read"),
        ("crash", "the skill's answer says nothing"),
    ],
)
def test_what_cannot_be_rendered_is_told_and_leaves_no_file(
    what: str, message: str, parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.wav"
    assert main(["render", what, "--out", str(out)], parts) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_told(
    parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", "why", "--out", str(tmp_path / "nowhere/x.wav")], parts) == 2
    assert "nowhere/x.wav cannot be written: No such file or directory" in capsys.readouterr().err


def test_without_the_voice_it_says_how_to_get_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = replace(PARTS, voice=tmp_path)
    assert main(["render", "why", "--out", str(tmp_path / "x.wav")], parts) == 2
    told = capsys.readouterr().err
    assert told.startswith("simulator: the voice is not installed: run 'make voice' in the project's checkout.")
    assert f"BACK_COACH_VOICE=CHECKOUT/.venv-voice (looked for in {tmp_path})" in told
    assert not (tmp_path / "x.wav").exists()


@pytest.mark.skipif(not installed(), reason="the voice is not installed: run 'make voice'")
def test_a_stretch_by_the_real_voice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "desk.wav"
    assert main(["render", "desk-break", "--out", str(out)]) == 0
    *_, whole, _ = capsys.readouterr().out.splitlines()
    clock, _, voice, *_ = whole.split()
    assert float(voice) == pytest.approx(float(clock), rel=0.1)
    assert seconds(out) > float(voice)

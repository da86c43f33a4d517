"""The terminal where something is missing: a sentence on stderr and an exit status, never a traceback."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.understanding.__main__ import _progress
from benchmarks.understanding.__main__ import main as evaluate
from simulator.command_line.commands import MODELS, Parts, main
from tests.simulator.broken import with_a_broken_file, without_model
from tests.simulator.parrot import unbuildable

ROOT = Path(__file__).parents[3]


def test_outside_of_its_environment_it_says_what_to_run() -> None:
    command = [sys.executable, "-S", "-m", "simulator", "ask", "why"]  # -S: without the installed packages
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == 2
    assert done.stderr.startswith("simulator: flask is not installed in ")
    assert "Run `make run` once, then `.venv/bin/python -m simulator`." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_model_is_told_and_counts_as_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "why does walking help my back"], Parts(without_model, MODELS)) == 1
    told = capsys.readouterr()
    assert told.err == "simulator: the skill went on without its encoder (CompiledFilesError)\n"
    assert told.out


def test_a_broken_compiled_file_is_told_with_what_to_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "why"], Parts(with_a_broken_file, MODELS)) == 1
    told = capsys.readouterr().err.splitlines()
    [alarm] = [one for one in told if one.startswith("simulator: compiled files are missing or damaged (")]
    assert "safety.json" in alarm
    assert alarm.endswith("): run `make compile`")


def test_a_skill_that_cannot_be_built_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "why"], Parts(unbuildable, MODELS)) == 2
    [told] = capsys.readouterr().err.splitlines()
    assert told.startswith("simulator: the skill could not be built: LookupError: no skill in state.sqlite3 (")


def test_questions_that_are_no_questions_are_told_by_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("why does walking help my back\n", encoding="utf-8")
    assert evaluate(["--questions", str(plain)]) == 2
    told = capsys.readouterr()
    assert told.err.startswith(f"evaluate: {plain}:1: ")
    assert told.out == ""


def test_whoever_waits_for_replies_is_told_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    show = _progress("replies")
    show(1, 2)
    show(2, 2)
    first, last = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"replies: 1 of 2, \d+ s, \d+ s left", first)
    assert re.fullmatch(r"replies: 2 of 2, \d+ s", last)


@pytest.mark.parametrize("duration", ["x", "0", "inf", "-3"])
def test_a_soak_of_no_duration_is_refused(duration: str) -> None:
    command = [sys.executable, "-m", "benchmarks.soak", duration]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "seconds" in done.stderr

"""The command line, with the tests' own skill."""

import io
import json
import sys
from pathlib import Path

import pytest

from simulator.command_line.commands import Parts, main
from tests.simulator.conftest import MODELS
from tests.simulator.parrot import parrot, unbuildable

PARTS = Parts(parrot, MODELS)


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_ask_prints_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "why does walking", "help my back"], PARTS) == 0
    assert capsys.readouterr().out.startswith("AskQuestionIntent question why does walking help my back")


def test_ask_takes_a_launch_phrase_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Alexa, open echo parrot"], PARTS) == 0
    assert capsys.readouterr().out == "Hello. What shall I repeat?\n"


def test_ask_what_alexa_answers_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "go home"], PARTS) == 0
    assert "Alexa took that herself" in capsys.readouterr().out


def test_ask_tells_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "crash"], PARTS) == 1
    assert capsys.readouterr().err == "simulator: the skill's answer says nothing\n"


def test_batch(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"id": 1, "turns": ["ask echo parrot what now"]}\nbad\n'
    type_in(monkeypatch, lines)
    options = ["--locale", "en-GB", "batch", "--hearing", "device", "--share", "1", "--seed", "3"]
    assert main(options, PARTS) == 0
    good, bad = map(json.loads, capsysbinary.readouterr().out.splitlines())
    assert good["turns"][0]["intent"] != "AskQuestionIntent"
    assert bad["error"].startswith("line 2: not JSON")


def test_talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["hello", "open echo parrot", "", "/wait 2", "/wait x", "what now", "exit", ""]
    said += ["/new", "/help", "crash with echo parrot", "open echo parrot", "/quit", "help"]
    type_in(monkeypatch, "\n".join(said))
    assert main([], PARTS) == 0
    out = capsys.readouterr().out
    for seen in (
        'nobody heard that: say "open echo parrot" first',
        "Echo Parrot: Hello. What shall I repeat?",
        "Echo Parrot: Anything else?",
        "/wait x is not known",
        "Alexa took that herself",
        "session ended: USER_INITIATED",
        "(silence)",
        "! the skill's answer says nothing",
        "microphone open",
        "session closed",
    ):
        assert seen in out
    assert "I repeat what you say" not in out


def test_talk_of_a_household_and_of_events(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["/help", "/person ann", "open echo parrot", "/event SkillDisabled", "/event Nothing", "/person"]
    type_in(monkeypatch, "\n".join(said))
    assert main([], PARTS) == 0
    out = capsys.readouterr().out
    assert "/person NAME" in out
    assert "SkillEnabled, SkillDisabled, SkillPermissionAccepted" in out
    assert "(the skill was told: AlexaSkillEvent.SkillDisabled)" in out
    assert "/event Nothing is not known" in out


@pytest.mark.parametrize(
    ("parts", "options", "message"),
    [
        (PARTS, ["--locale", "en-NZ"], "no locale 'en-NZ': take one of en-GB, en-US"),
        (Parts(parrot, Path("/nowhere")), [], "make it with `python -m authoring.compiler`"),
        (Parts(unbuildable, MODELS), [], "the skill could not be built"),
    ],
)
def test_what_cannot_run_says_how_to_mend_it(
    parts: Parts, options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*options, "ask", "why"], parts) == 2
    assert message in capsys.readouterr().err


def test_a_share_lies_between_none_and_all(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--share", "2", "batch"], PARTS)
    assert ended.value.code == 2
    assert "between 0 and 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not an interaction model"),
        ('{"interactionModel": {"languageModel": {"invocationName": "x"}}}', "intents"),
        (
            '{"interactionModel": {"languageModel": {"invocationName": "x", "intents": '
            '[{"name": "A", "samples": ["do {this}"]}]}}}',
            "does not declare: ['this']",
        ),
    ],
)
def test_a_damaged_model_is_named(
    content: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "en-US.json").write_text(content, encoding="utf-8")
    assert main(["ask", "why"], Parts(parrot, tmp_path)) == 2
    error = capsys.readouterr().err
    assert str(tmp_path / "en-US.json") in error
    assert message in error

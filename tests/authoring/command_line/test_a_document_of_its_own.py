"""A document that lies outside `speech/`, all the way: compiled, asked, talked to, packaged, entered in the store."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.command_line.asking import Reply, ask
from authoring.command_line.bundle import PROJECT, Bundle, bundle_of
from authoring.command_line.reach import unreached
from authoring.command_line.skeleton import make_document
from authoring.compiler.declared import Caution
from authoring.compiler.write import compile_into
from authoring.document.questions import read_questions
from benchmarks.understanding.another_document import DOCUMENT, measure
from deployment.manifest import store_entry
from deployment.package import runtime_files
from skill.content.digests import INDEX
from skill.understanding.index import Index
from tests.interaction_model import manifest_rules, model_rules
from tests.interaction_model.files import INVOCATION_NAME, Model

MODELS = Path("interaction_model/interactionModels/custom")
NAME = "desk coach"
"""What it is called by; the rules for what goes to Amazon hold our own document to its own name."""
SAID = {
    "start a stretch for my wrists": ("routine", "wrist easer"),
    "is a curved screen better": ("unknown", "The article doesn't say which screen to buy."),
    "can i do this with a slipped disc": ("refer", "physical therapist"),
    "my bottom has gone numb": ("urgent", "911"),
    "can desk coach dial nine one one": ("prompt", ""),
    "who are you": ("prompt", "only a voice"),
    "help": ("help", "your neck and your desk"),
    "where does that come from": ("source", "A Kinder Desk for Your Neck"),
}
"""What is said, what the skill does about it, and something that it says."""
FAULTS = {
    "an id of the trained document": ("rolling", "inactivity", "the id 'inactivity' is one of the document that the"),
    "a question twice": ("which things do you know", "what can you tell me", "is listed twice; keep one of them"),
    "a stray last line": ("it expensive\n", "it expensive\n\nTo do.\n", "'To do.' stands below the fields"),
}
"""What stands in a new document, what is written instead, and what is told then."""


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    made = bundle_of(DOCUMENT)
    assert compile_into(made.root, made.folders) == 0
    return made


def test_it_lies_apart_from_our_own(bundle: Bundle) -> None:
    assert bundle.root == PROJECT / "build/documents" / DOCUMENT.name
    assert not bundle.folders.own
    assert bundle_of(None).root == bundle_of(PROJECT / "speech/back-health").root == PROJECT


def test_where_it_is_installed_it_builds_where_somebody_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed, work = tmp_path / "site-packages", tmp_path / "work"
    installed.mkdir()
    work.mkdir()
    for name in ("skill", "speech", "interaction_model", "LICENSE", "NOTICE"):
        (installed / name).symlink_to(PROJECT / name)
    monkeypatch.chdir(work)
    for document, name in ((None, "back-health"), (DOCUMENT, DOCUMENT.name)):
        made = bundle_of(document, installed)
        assert made.root == work / "build/documents" / name
        assert {path.name for path in made.root.iterdir()} >= {
            "skill",
            "speech",
            "interaction_model",
            "LICENSE",
            "NOTICE",
        }
        assert (made.root / "skill/entry/assembly.py").read_bytes() == (
            PROJECT / "skill/entry/assembly.py"
        ).read_bytes()


def test_every_question_is_reached(bundle: Bundle) -> None:
    assert [str(one) for one in unreached(bundle) if not isinstance(one, Caution)] == []


def test_in_words_that_nobody_listed_it_is_understood(bundle: Bundle) -> None:
    """Its author's own questions, which the index was not made of: no measure, a guard that the parts play together."""
    questions = read_questions(DOCUMENT / "questions/development.tsv")
    replies = ask(bundle, [one.text for one in questions], "en-US")
    shares = {row.text: share.value for row, share, _ in measure(questions, replies)}
    assert shares["the document answers it: the right statement"] >= 0.75
    assert shares["a near miss: declined"] >= 0.85
    assert shares["a red flag told: stops, and closes"] == 1
    assert shares["harmless: sent to urgent care"] <= 0.05


@pytest.fixture(scope="module")
def replies(bundle: Bundle) -> dict[str, Reply]:
    return dict(zip(SAID, ask(bundle, list(SAID), "en-US"), strict=True))


@pytest.mark.parametrize("words", SAID)
def test_safety_commands_and_talk_come_with_the_engine(words: str, replies: dict[str, Reply]) -> None:
    outcome, said = SAID[words]
    assert replies[words].outcome == outcome, replies[words]
    assert said in replies[words].speech


def test_its_interaction_model_keeps_every_rule(bundle: Bundle) -> None:
    locales = bundle.folders.properties.locales
    assert sorted(path.stem for path in (bundle.root / MODELS).glob("*.json")) == sorted(locales)
    text = (bundle.root / MODELS / "en-GB.json").read_text(encoding="utf-8")
    assert json.loads(text)["interactionModel"]["languageModel"]["invocationName"] == NAME
    model = Model("en-GB", json.loads(text.replace(NAME, INVOCATION_NAME)), len(text.encode()))
    assert [fault for rule in model_rules.RULES for fault in rule(model)] == []


def test_its_entry_in_the_store_keeps_every_rule(bundle: Bundle, capsys: pytest.CaptureFixture[str]) -> None:
    assert store_entry(bundle.folders, bundle.root, endpoint="") == 0
    text = (bundle.root / "interaction_model/skill.json").read_text(encoding="utf-8")
    assert f"Alexa, open {NAME}" in text
    entry = json.loads(text.replace(NAME, INVOCATION_NAME))
    assert [fault for rule in manifest_rules.RULES for fault in rule(entry)] == []
    assert store_entry(bundle.folders, bundle.root, check=True) == 1
    assert "desk-work/store.yaml:33: privacy_policy is 'https://example.com/" in capsys.readouterr().err


def test_its_package_holds_its_own_emergency_line(bundle: Bundle) -> None:
    files = {path.relative_to(bundle.root).as_posix(): path for path in runtime_files(bundle.root)}
    ours = {path.relative_to(PROJECT).as_posix() for path in runtime_files()}
    assert files.keys() == ours
    assert '"desk coach"' in files["skill/emergency/compiled.py"].read_text(encoding="utf-8")
    assert '"back coach"' not in files["skill/emergency/compiled.py"].read_text(encoding="utf-8")


def test_its_own_gaps_told_how_near_a_near_miss_comes(bundle: Bundle) -> None:
    near = Index(bundle.root / "speech/compiled" / INDEX).near_miss
    assert near is not None
    assert 0.4 < near < 1.0


def test_a_new_document_is_whole(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "authoring", *arguments]
        return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)

    document = tmp_path / "knee-care"
    assert run("new", str(document)).returncode == 0
    checked = run("check", str(document))
    assert checked.returncode == 0, checked.stderr
    assert "every question is reached" in checked.stdout
    assert "strangers use other words: add" in checked.stderr  # it is whole, and not yet well asked
    again = run("new", str(document))
    assert (again.returncode, "knee-care:0: is there already; take another name" in again.stderr) == (1, True)
    unspeakable = run("new", str(tmp_path / "Knee 2"))
    assert (unspeakable.returncode, "is not of small letters" in unspeakable.stderr) == (1, True)


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, told = FAULTS[name]
    document = tmp_path / "hip-care"
    make_document(document)
    for path in document.rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    made = bundle_of(document)
    assert compile_into(made.root, made.folders) == 1
    assert told in capsys.readouterr().err

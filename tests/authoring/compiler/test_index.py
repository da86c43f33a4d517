"""The index of a document is compiled with it: ours, and a second one that no encoder was trained on."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.document.folders import find_folders
from skill.content.digests import ENCODER, INDEX
from skill.content.store import load_content
from skill.entry.assembly import assemble
from skill.understanding.moment import Moment
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.senses import Senses
from skill.understanding.subjects import Subjects
from tests.conversation import Conversation

ROOT = Path(__file__).parents[3]
KETTLE = ROOT / "tests/authoring/documents/kettle"


def compiled(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "authoring.compiler", "--root", str(root), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def kettle_in(root: Path, model: bool) -> Path:
    shutil.copytree(KETTLE, root / "speech/kettle")
    language = find_folders(ROOT / "speech").language
    shutil.copytree(language, root / "speech" / language.name)
    if model:
        (root / "speech/model").symlink_to(ROOT / "speech/model")
    return root


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has the kettle's document, compiled, and the encoder that was trained on ours."""
    root = kettle_in(tmp_path_factory.mktemp("project"), model=True)
    ran = compiled(root)
    assert ran.returncode == 0, ran.stderr
    return root


def test_a_text_that_has_changed_makes_it_stale(project: Path) -> None:
    path = project / "speech/compiled" / INDEX
    assert compiled(project, "--check").returncode == 0
    before = path.stat().st_mtime_ns
    assert compiled(project).returncode == 0
    assert path.stat().st_mtime_ns == before, "it was made anew for nothing"
    gaps = project / "speech/kettle/gaps.md"
    old = gaps.read_text(encoding="utf-8")
    gaps.write_text(old.replace("which kettle should i buy", "which kettle is the best"), encoding="utf-8")
    checked = compiled(project, "--check")
    gaps.write_text(old, encoding="utf-8")
    assert checked.returncode == 1
    assert f"{INDEX}: is stale; run 'python -m authoring.compiler'" in checked.stderr


def test_without_an_encoder_there_is_none_and_that_is_said(tmp_path: Path) -> None:
    root = kettle_in(tmp_path, model=False)
    ran = compiled(root)
    assert ran.returncode == 0
    assert f"{ENCODER} is missing; restore it, or run 'make train' (a caution: there is no index" in ran.stderr
    assert not (root / "speech/compiled" / INDEX).exists()


def test_a_document_that_training_never_saw_is_searched(project: Path) -> None:
    folder = project / "speech/compiled"
    content = load_content(folder / "content.json")
    subjects = Subjects(content.ids, folder / INDEX)
    senses = Senses(SafetyLexicon(folder / "safety.json"), project / "speech/model" / ENCODER, subjects)
    for words, statement in (("why use fresh water", "fill-fresh"), ("why not reuse the old water", "fill-fresh")):
        scores = senses.scores(words, Moment.REST)
        assert scores is not None
        known = [label for label in scores.likeliest_of(("answer", "gap"), 20) if label in content.ids]
        assert known[0] == statement, words


@pytest.mark.parametrize("words", ["why does walking help my back", "which shoes should i wear"])
def test_what_only_our_document_says_is_not_answered_from_it(words: str, project: Path) -> None:
    talk = Conversation(assemble(None, project / "speech"))
    assert talk.launch().say(words).outcome == "unknown"

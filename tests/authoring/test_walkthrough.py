"""The four tasks of docs/workbench.md work as they are written."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.compiler.build import Compiled, compile_all
from authoring.document.load import load_document
from skill.errors import DocumentError
from skill.understanding.words import normalise
from tests import walkthrough
from tests.walkthrough import ARTICLE, PROMPTS, ROOT, STRETCH


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the documents with all that the page tells its reader to write."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(
        ROOT / "speech", root / "speech", ignore=shutil.ignore_patterns("blind", "heard", "compiled", "model")
    )
    edit(root, ARTICLE, walkthrough.with_statement)
    question, name = walkthrough.misread()
    edit(root, ARTICLE, lambda text: with_question(text, question, name))
    old, new = walkthrough.wording()
    edit(root, PROMPTS, lambda text: text.replace(f"\n{old}\n", f"\n{new}\n"))
    (root / "speech" / STRETCH).write_text(walkthrough.block("# the chin tuck"), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def compiled(project: Path) -> Compiled:
    return compile_all(project)


def test_the_new_wording_is_said(compiled: Compiled) -> None:
    _, new = walkthrough.wording()
    name, _, words = new.partition(": ")
    assert f'"{name}": [\n"{words}"\n]' in compiled.files[Path("speech/compiled/templates.json")]


def test_the_new_statement_and_the_misread_question_are_heard(compiled: Compiled) -> None:
    questions = compiled.files[Path("speech/compiled/questions.json")]
    question, name = walkthrough.misread()
    assert f'"{normalise(question)}": "{name}"' in questions
    assert '"how often should i stretch my hamstrings": "hamstring-daily"' in questions


def test_the_new_stretch_has_the_step_that_it_takes(project: Path) -> None:
    routines = {routine.id: routine for routine in load_document(project / "speech/back-health").routines}
    [step], [taken] = routines["chin"].steps, [one for one in routines["neck"].steps if one.id == "neck/chin"]
    assert step.cues == taken.cues


def test_the_new_stretch_is_no_longer_said_to_be_lacking(compiled: Compiled) -> None:
    named = json.loads(compiled.files[Path("speech/compiled/stretch_requests.json")])["named"]
    assert " tuck" in named["routine"]["chin"]["chin"]
    assert "wall angels" not in named["lacked"].get("chin", {})


def test_without_its_facts_the_statement_is_named(project: Path) -> None:
    text = (project / "speech" / ARTICLE).read_text(encoding="utf-8")
    before, heading, after = text.partition(walkthrough.block("### how often").splitlines()[0])
    edit(project, ARTICLE, lambda _: before + heading + after.replace("- Facts: 15\n", "", 1))
    line = before.count("\n") + 1
    try:
        with pytest.raises(DocumentError, match=rf"article\.md:{line}: names no fact of the article"):
            load_document(project / "speech/back-health")
    finally:
        edit(project, ARTICLE, lambda _: text)


def with_question(article: str, question: str, name: str) -> str:
    before, anchor, after = article.partition(f"{{#{name}}}")
    return before + anchor + after.replace("- Questions:\n", f"- Questions:\n  - {question}\n", 1)


def edit(root: Path, path: Path, change: Callable[[str], str]) -> None:
    file = root / "speech" / path
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")

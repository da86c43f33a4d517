"""What the page compiles after an edit is what `make compile` writes, though it remembers what was not edited."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.workshop.compiling import Compiler

ROOT = Path(__file__).parents[3]
ARTICLE, NECK = "back-health/article.md", "back-health/stretches/neck.md"
PROMPTS, COMMANDS, SLOTS, SAFETY = "en/prompts.yaml", "en/commands.yaml", "en/slots.yaml", "en/safety-words.yaml"


@dataclass(frozen=True)
class Edit:
    """Something that an author does to a file."""

    path: str
    """The file, in `speech/`."""
    before: str
    """The first place where this stands."""
    after: str
    """What stands there then."""
    changes: str
    """A compiled file that tells of it."""


EDITS = {
    "a prompt's wording": Edit(PROMPTS, "What would you like?", "What may I tell you?", "templates.json"),
    "an answer": Edit(ARTICLE, "- Brief: ", "- Brief: In short: ", "templates.json"),
    "a question": Edit(ARTICLE, "- Questions:\n", "- Questions:\n  - how odd a question is this\n", "questions.json"),
    "a stretch's words": Edit(NECK, "- Finish: ", "- Finish: Well then. ", "templates.json"),
    "a stretch's name": Edit(NECK, "- Questions:\n", "- Questions:\n  - my giraffe stretch\n", "stretch_requests.json"),
    "a command's samples": Edit(COMMANDS, "sentences:\n", 'sentences:\n      - "oddly onward"\n', "phrases.json"),
    "the order of words": Edit(SLOTS, "[necks, throat, ", "[throat, necks, ", "stretch_requests.json"),
    "a word of danger": Edit(SAFETY, "groups:\n", "groups:\n  giraffe: giraffe\n", "safety.json"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "speech", folder / "speech", ignore=shutil.ignore_patterns("heard", "blind"))
    return folder


@pytest.fixture(scope="module")
def compiler(project: Path) -> Iterator[Compiler]:
    with Compiler(project) as compiler:
        assert compiler.compile().well
        yield compiler


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_it_is_what_a_compiler_writes_that_remembers_nothing(edit: Edit, project: Path, compiler: Compiler) -> None:
    path, compiled = project / "speech" / edit.path, project / "speech/compiled" / edit.changes
    saved, before = path.read_text(encoding="utf-8"), compiled.read_bytes()
    assert edit.before in saved, "the document says this no more: choose another place"
    path.write_text(saved.replace(edit.before, edit.after, 1), encoding="utf-8")
    try:
        made = compiler.compile()
        assert made.well, made.lines
        assert compiled.read_bytes() != before
        anew = [sys.executable, "-m", "authoring.compiler", "--check", "--root", str(project)]
        stale = subprocess.run(anew, cwd=ROOT, capture_output=True, text=True, check=False)
        assert stale.returncode == 0, stale.stderr
    finally:
        path.write_text(saved, encoding="utf-8")

"""The compiler: what it writes, when it refuses, and that what is committed is fresh."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.compiler.build import compile_all, stale
from authoring.compiler.sources import read_sources
from authoring.compiler.speech import templates
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from authoring.document.places import Places
from skill.speech.voice import Voices

ROOT = Path(__file__).parents[3]


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "authoring.compiler", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the documents, to be spoilt."""
    shutil.copytree(ROOT / "speech", tmp_path / "speech", ignore=shutil.ignore_patterns("model", "compiled"))
    return tmp_path


def test_the_committed_files_are_fresh() -> None:
    assert stale(ROOT, compile_all(ROOT).files) == []


def test_every_locale_has_its_model(project: Path) -> None:
    assert run("--root", str(project)).returncode == 0
    models = project / "interaction_model/interactionModels/custom"
    locales = find_folders(project / "speech").properties.locales
    assert sorted(path.stem for path in models.glob("*.json")) == sorted(locales)


def test_check_fails_on_a_stale_file_and_names_it(project: Path) -> None:
    run("--root", str(project))
    article = project / "speech/back-health/article.md"
    article.write_text(article.read_text(encoding="utf-8").replace("Walk briskly", "Walk fast"), encoding="utf-8")
    checked = run("--root", str(project), "--check")
    assert checked.returncode == 1
    assert "templates.json: is stale; run 'python -m authoring.compiler'" in checked.stderr


def test_a_fault_is_told_and_nothing_is_written(project: Path) -> None:
    article = project / "speech/back-health/article.md"
    article.write_text(article.read_text(encoding="utf-8").replace("- Facts: 19", "- Facts: no"), encoding="utf-8")
    refused = run("--root", str(project))
    assert refused.returncode == 1
    assert "facts are numbers" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (project / "speech/compiled").exists()
    assert not (project / "interaction_model").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("en/commands.yaml", "  skip:\n", "  skip\n", "is not YAML"),
        ("en/prompts.yaml", "help.ask: What", "help.ask: Over to you: what", "put quotation marks around all"),
        (
            "en/commands.yaml",
            "intent: SkipStepIntent",
            "aim: Skip",
            r"commands\.yaml:\d+: 'skip' has 'aim'; a command has",
        ),
        (
            "en/commands.yaml",
            "  skip:\n    means: Leave this step out.\n",
            "  skip:\n",
            r"yaml:{line}: 'skip' has no 'means'",
        ),
        (
            "en/commands.yaml",
            "  thanks:\n    means: Thanks, praise and other small talk.\n    effect: none\n",
            "  thanks:\n    means: Thanks, praise and other small talk.\n",
            r"yaml:{line}: 'thanks' has no 'effect'; a command needs 'means', 'effect', 'sentences'",
        ),
        (
            "en/commands.yaml",
            "effect: none",
            "effect: stops",
            "'effect' of 'say again' is 'stops'; write one of",
        ),
        ("en/commands.yaml", "    means: Leave this step out.\n", '    means: Say "no".\n', "is no sentence"),
        ("en/commands.yaml", "  skip:\n", "  Skip:\n", r"commands\.yaml:{line}: 'Skip' is no name"),
        ("en/commands.yaml", "  skip:\n", "  skip:\n    guidng: true\n", "'skip' has 'guidng'; a command has"),
        ("en/commands.yaml", "  skip:\n", "  skip:\n    labels: [cmd-next]\n", "'cmd-next' means 'next' already"),
        (
            "en/commands.yaml",
            "    guiding: true\n",
            "    guiding: often\n",
            "'guiding' of 'next' is 'often'; write true",
        ),
        ("en/commands.yaml", "skip [(it", "skip [(repeat that", None),
        ("en/commands.yaml", "(miss this one out", "(repeat that", "belongs to"),
        ("en/commands.yaml", "(miss this one out", "((miss this one out", r"commands\.yaml:\d+: '\(\(miss"),
        ("en/commands.yaml", "(miss this one out", "(<nope> miss this one out", r"commands\.yaml:\d+: .*name rules"),
        (
            "en/prompts.yaml",
            "launch.fresh: All",
            "launch.fresh: '{{ All'\nx: All",
            r"prompts\.yaml:\d+: 'launch\.fresh' is no template",
        ),
        (
            "en/prompts.yaml",
            "about {{ document.subject }}, and guide",
            "about {{ document.theme }}, and guide",
            r"prompts\.yaml:\d+: 'launch\.first' is no template: 'document\.theme' is none of document\.name",
        ),
        ("en/wishing.yaml", "- call ~ thing", "- shout ~ thing", r"wishing\.yaml:{line}: 'shout' is no kind of words"),
        ("en/wishing.yaml", "  refuses:\n", "  denies:\n", "has no words of the kind 'refuses'"),
        ("en/wishing.yaml", "[\"(i've|i have", "[\"((i've|i have", "cannot be parsed"),
        (
            "en/wishing.yaml",
            "  neck: [nec",
            "  neck: [nape, nec",
            r"yaml:{line}: 'nape' has the name 'nape', which counts",
        ),
        ("en/wishing.yaml", "  neck: [nec", "  nick: [nec", r"yaml:{line}: 'nick' names nothing; write a name that"),
        ("en/wishing.yaml", "  core: [court", "  core: [my belly, court", "'my belly' has the name 'belly'"),
        ("en/wishing.yaml", "  core: [court", "  core: [nick, court", "'nick' stands under 'core' too; take it out"),
        (
            "back-health/wishes.yaml",
            "  leg lifts: [",
            "  leg lifts: [egg lifts, ",
            "'egg lifts' is near enough to 'leg li",
        ),
        ("back-health/wishes.yaml", "fits: [bed-evening]", "fits: [bed-evning]", "'bed-evning' is no stretch"),
        (
            "back-health/wishes.yaml",
            "    nearest: [desk-break, neck, lower-back-chair, figure-four-chair, hamstring-chair, core-brace]\n"
            "    why: It's done sitting down. Park first.\n",
            "",
            "'the car' has no stretch; say what fits",
        ),
        ("back-health/stretches/neck.md", "- Body: neck", "- Body: left ear", r"neck\.md:\d+: 'Body' names 'left ear'"),
    ],
)
def test_a_fault_in_what_is_not_prose_is_told_too(
    project: Path, file: str, old: str, new: str, message: str | None
) -> None:
    path = project / "speech" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    compiled = run("--root", str(project))
    assert (compiled.returncode == 0) == (message is None)
    assert "Traceback" not in compiled.stderr
    line = text[: text.index(old)].count("\n") + 1
    assert re.search((message or "").replace("{line}", str(line)), compiled.stderr)


def test_a_command_is_a_member_and_what_is_known_of_it_stands_beside(project: Path) -> None:
    path = project / "speech/en/commands.yaml"
    text = path.read_text(encoding="utf-8")
    told = "  skip:\n    means: Leave this out.\n    labels: [cmd-skip, cmd-leave-out]\n"
    path.write_text(text.replace("  skip:\n    means: Leave this step out.\n", told, 1), encoding="utf-8")
    assert run("--root", str(project)).returncode == 0
    module = (project / "skill/understanding/command.py").read_text(encoding="utf-8")
    assert '    SKIP = "skip"\n    """Leave this out."""\n' in module
    assert '    "cmd-leave-out": Command.SKIP,\n' in module
    assert module.count("Command.SKIP,") == 4  # two labels, guiding, moving


@pytest.fixture
def whole_project(project: Path) -> Path:
    """The same with the skill and the compiler beside it, to be extended."""
    for folder in ("skill", "authoring"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return project


def _edit(path: Path, old: str, new: str) -> int:
    """Replace `old`, and say in which line of the file it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


_SKIP = "  skip:\n    means: Leave this step out.\n"
_WIGGLE = "  wiggle:\n    means: Wiggle.\n    effect: none\n    intent: WiggleIntent\n    sentences: [wiggle it]\n"


def test_a_command_without_behaviour_is_refused(project: Path) -> None:
    line = _edit(project / "speech/en/commands.yaml", _SKIP, _WIGGLE + _SKIP)
    refused = run("--root", str(project))
    assert refused.returncode == 1
    assert (
        f"speech/en/commands.yaml:{line}: 'wiggle' has no behaviour; give it to a handler in skill/dialog/handlers"
        in (refused.stderr)
    )


def test_a_command_and_its_behaviour_are_taken_in_one_go(whole_project: Path) -> None:
    _edit(whole_project / "speech/en/commands.yaml", _SKIP, _WIGGLE + _SKIP)
    _edit(whole_project / "skill/dialog/handlers/help.py", "{Command.THANKS}", "{Command.THANKS, Command.WIGGLE}")
    compiled = run(cwd=whole_project)
    assert compiled.returncode == 0, compiled.stderr


def test_behaviour_of_a_command_that_is_gone_is_refused_with_its_line(whole_project: Path) -> None:
    _edit(whole_project / "speech/en/commands.yaml", "  complaint:\n", "  grumble:\n")
    rules = "skill/dialog/handlers/small_talk.py"
    line = _edit(whole_project / rules, "Command.COMPLAINT", "Command.COMPLAINT")
    refused = run(cwd=whole_project)
    assert refused.returncode == 1
    assert f"{rules}:{line}: names Command.COMPLAINT, which is not declared" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_behaviour_of_a_command_that_the_documents_lack_is_refused(project: Path) -> None:
    _edit(project / "speech/en/commands.yaml", "  thanks:\n", "  cheers:\n")
    refused = run("--root", str(project))
    assert "takes 'thanks', which is not declared; declare it in commands.yaml" in refused.stderr


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  moving:\n", "  sleeping:\n", "there is no moment 'sleeping'; name one of moving, setting up, asked"),
        ("  moving:\n    how:\n", "  moving:\n    wiggle:\n", "there is no command 'wiggle'; name one"),
    ],
)
def test_moments_name_what_there_is(project: Path, old: str, new: str, problem: str) -> None:
    _edit(project / "speech/en/commands.yaml", old, new)
    refused = run("--root", str(project))
    assert refused.returncode == 1
    assert problem in refused.stderr


def test_words_of_the_document_are_escaped_once(project: Path) -> None:
    folders = find_folders(project / "speech")
    sources = read_sources(folders)
    content = load_document(folders.document)
    statement = replace(content.statements[0], say='Ice & rest, "now" < later, see your {doctor}.')
    made = templates(replace(content, statements=(statement,)), sources, Places(folders.document))
    (said,) = made[f"statement.{statement.id}.say"]
    assert said == 'Ice &amp; rest, "now" &lt; later, see your {{ words.doctor }}.'


@pytest.mark.parametrize("words", ["see your {plumber}", "a {{ trap }}", "an open { brace"])
def test_braces_that_nothing_fills_are_refused(project: Path, words: str) -> None:
    article = project / "speech/back-health/article.md"
    article.write_text(article.read_text(encoding="utf-8").replace("Walk briskly", words), encoding="utf-8")
    refused = run("--root", str(project))
    assert refused.returncode == 1
    assert re.search(r"article\.md:\d+: 'statement.walking-pace.say' ", refused.stderr)


def test_values_are_escaped_when_they_are_spoken() -> None:
    voice = Voices.load(ROOT / "speech/compiled").voice("en-US")
    said = voice.say("routine.none_for", wanted="<audio src='x'/> & co", name="the neck stretch", reason="")
    assert "&lt;audio" in said
    assert "&amp; co" in said


def test_a_locale_we_do_not_know_hears_no_number_but_its_own() -> None:
    voice = Voices.load(ROOT / "speech/compiled").voice("en-NZ")
    assert str(voice.emergency()) == "your local emergency number"
    assert voice.telephone("crisis") is None


def test_the_compiled_files_are_json_of_one_line_an_entry() -> None:
    content = (ROOT / "speech/compiled/content.json").read_text(encoding="utf-8")
    assert len(json.loads(content)["statements"]) > 30
    assert len(content.splitlines()) > 100

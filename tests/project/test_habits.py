"""What an outsider expects of any project, and finds here as it is said."""

import importlib
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from authoring.command_line.commands import main
from skill import __version__

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = [path for pattern in ("*.md", "docs/*.md", "*/README.md", ".github/**/*.yml") for path in ROOT.glob(pattern)]
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))
MADE = re.compile(r"`make ([a-z]+)")


def targets() -> dict[str, str]:
    """What the Makefile makes, and what `make help` says of it."""
    make = shutil.which("make") or pytest.skip("make is not installed")
    told = subprocess.run([make, "--silent", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return dict(line.removeprefix("make ").split(maxsplit=1) for line in told.splitlines())


def test_package_and_changelog_are_of_one_version() -> None:
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "skill.__version__"}
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+), (unreleased|\d{4}-\d{2}-\d{2})$", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


def test_the_command_that_is_installed_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    module, _, function = PROJECT["project"]["scripts"]["back-coach"].partition(":")
    assert getattr(importlib.import_module(module), function) is main
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"{__version__}\n"


def test_what_is_installed_needs_is_named_once() -> None:
    files = PROJECT["tool"]["setuptools"]["dynamic"]["dependencies"]["file"]
    development = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    assert [f"-r {name}" for name in files] == re.findall(r"(?m)^-r .*$", development)


def test_make_lists_what_it_makes() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = " ".join(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE))
    inside = {"ready"}  # a part of `deploy`
    assert set(phony.split()) - inside == set(targets())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_target_that_a_page_names_is_there(page: Path) -> None:
    assert set(MADE.findall(page.read_text(encoding="utf-8"))) <= set(targets())


@pytest.mark.parametrize("target", ["lint", "types", "check", "test"])
def test_what_is_checked_is_checked(target: str) -> None:
    make = shutil.which("make") or pytest.skip("make is not installed")
    command = [make, "--dry-run", "--always-make", target]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wanted = {
        "lint": ("ruff check .", "ruff format --check .", "lint-imports"),
        "types": ("mypy",),
        "check": ("ruff check .", "mypy", "authoring.compiler --check"),
        "test": ("ruff check .", "mypy", "authoring.compiler --check", "-m pytest"),
    }
    assert [program for program in wanted[target] if program not in told] == []


def test_the_workflow_calls_what_ci_is() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert [step["run"] for step in workflow["jobs"]["test"]["steps"] if "run" in step][-1] == ".ci/run"
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert PROJECT["project"]["requires-python"] == f">={matrix[0]}"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_forms_are_what_github_reads(form: Path) -> None:
    content = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert content.keys() >= {"name", "description", "body"}
    fields = [one for one in content["body"] if one["type"] != "markdown"]
    assert all(one["type"] in {"textarea", "input", "dropdown"} for one in fields)
    assert len({one["id"] for one in fields}) == len(fields)
    assert all(one["attributes"]["label"] for one in fields)


def test_hooks_are_what_make_does() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    made = [hook["entry"].removeprefix("make ") for hook in hooks if hook["entry"].startswith("make ")]
    assert set(made) <= set(targets())
    assert ".venv/bin/python -m authoring.compiler --check" in [hook["entry"] for hook in hooks]


def test_a_change_of_the_interaction_model_is_shown_once() -> None:
    models = sorted((ROOT / "interaction_model/interactionModels/custom").glob("*.json"))
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    hidden = [model.stem for model in models if f"{model.relative_to(ROOT).as_posix()} -diff" in attributes]
    assert [model.stem for model in models if model.stem not in hidden] == ["en-US"]
    assert len({model.read_bytes() for model in models}) == 1

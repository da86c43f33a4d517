"""The Lambda package: built, checked, and run with only what is inside; broken ones are turned away."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deployment.checks import problems
from deployment.locks import versions
from deployment.package import REQUIREMENTS, PackageError, _node, build, runtime_files
from deployment.target import ROOT, Target, here
from tests.browser import needed
from tests.deployment.events import QUESTION, environment, event, question

FOR_LAMBDA = Target()
PROGRAM = """
import json, sys
sys.path.insert(0, {task!r})
from skill.entry.lambda_function import handler
for event in json.loads(sys.stdin.read()):
    print(json.dumps(handler(event, None)))
outside = [m.__file__ for m in list(sys.modules.values()) if "site-packages" in (getattr(m, "__file__", "") or "")]
assert not outside, outside
compiled = [m for m in list(sys.modules.values()) if (getattr(m, "__file__", "") or "").startswith({task!r})]
assert all(m.__cached__ for m in compiled if m.__file__.endswith(".py"))
"""


@pytest.fixture(scope="module")
def package() -> Path:
    """For the Python that runs this test, so that it can be run."""
    return build(here())


@pytest.fixture(scope="module")
def task(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


def run(task: Path, *events: object) -> list[dict[str, object]]:
    """The answers of a clean interpreter: no site-packages, no environment, nothing but the package."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-W", "error", "-c", PROGRAM.format(task=str(task))],
        input=json.dumps(events),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=environment("http://127.0.0.1:9"),
    )
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    return [one for one in answers if "version" in one]


def test_it_may_be_deployed(package: Path) -> None:
    assert problems(package, here()) == []


def test_it_answers_with_only_what_is_inside(task: Path) -> None:
    launch, answer, urgent = run(
        task,
        event({"type": "LaunchRequest"}),
        question(QUESTION),
        question("i have chest pain and i can't breathe"),
    )
    outcomes = [one["sessionAttributes"]["outcome"] for one in (launch, answer, urgent)]  # type: ignore[index]
    assert outcomes == ["launch", "answer", "urgent"]
    assert answer["sessionAttributes"]["statements"][0] == "walking-benefits"  # type: ignore[index]


def test_the_same_sources_give_the_same_bytes(package: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.zip"
    shutil.copyfile(package, first)
    assert build(here()).read_bytes() == first.read_bytes()


def test_what_is_deployed_is_for_lambda() -> None:
    """The real one: for a Python and a platform that this machine need not have."""
    if not FOR_LAMBDA.is_here:
        needed.package("pyodide")
        needed.node()
    assert problems(build(FOR_LAMBDA), FOR_LAMBDA) == []


def test_versions_are_those_that_are_tested() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=True,
    )
    installed = {one["name"].lower(): one["version"] for one in json.loads(listed.stdout)}
    packaged = versions(REQUIREMENTS.read_text(encoding="utf-8"))
    assert packaged == {name: installed.get(name) for name in packaged}


def test_nothing_of_build_time_is_inside() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in runtime_files()}
    assert "skill/entry/lambda_function.py" in names
    assert not [name for name in names if name.startswith("authoring/")]
    assert not [name for name in names if "utterances" in name or name.endswith((".md", ".yaml", ".tsv"))]


@pytest.mark.parametrize("found", [None, "/usr/bin/node"], ids=["no Node", "no packages"])
def test_what_compiles_and_is_missing_is_told(
    found: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: found)
    with pytest.raises(PackageError, match=f"npm ci .* in {tmp_path}, or .* --python {here().python}"):
        _node(here(), tmp_path / "node_modules")


# What must be turned away: a name, and what is done to the files of a good package.
Files = dict[str, bytes]
BYTECODE = f"skill/dialog/__pycache__/turn.{here().tag}.pyc"
EXTENSION = "markupsafe/_speedups"


def _extension(files: Files) -> str:
    return next(name for name in files if name.startswith(EXTENSION) and name.endswith(".so"))


def _edited_after(files: Files) -> None:
    files["skill/dialog/turn.py"] += b"\n# edited after it was compiled\n"


def _by_date(files: Files) -> None:
    files[BYTECODE] = files[BYTECODE][:4] + bytes(12) + files[BYTECODE][16:]


def _unchecked(files: Files) -> None:
    files[BYTECODE] = files[BYTECODE][:4] + b"\x01\0\0\0" + files[BYTECODE][8:]


def _of_another_python(files: Files) -> None:
    files[BYTECODE] = (3394).to_bytes(2, "little") + files[BYTECODE][2:]


def _another_sentence(files: Files) -> None:
    files["speech/compiled/templates.json"] += b" "


def _another_weight(files: Files) -> None:
    weights = files["speech/model/encoder.onnx"]
    files["speech/model/encoder.onnx"] = weights[:-1] + bytes([weights[-1] ^ 1])


def _not_compiled(files: Files) -> None:
    del files[BYTECODE]


def _source_gone(files: Files) -> None:
    del files["skill/dialog/turn.py"]


def _for_arm(files: Files) -> None:
    name = _extension(files)
    files[name] = files[name][:18] + (183).to_bytes(2, "little") + files[name][20:]


def _for_another_python(files: Files) -> None:
    name = _extension(files)
    files[name.replace(here().tag, "cpython-39")] = files.pop(name)


def _for_a_mac(files: Files) -> None:
    files[_extension(files)] = b"\xcf\xfa\xed\xfe" + bytes(100)


def _without_the_model(files: Files) -> None:
    del files["speech/model/encoder.onnx"]


def _without_the_safety_weights(files: Files) -> None:
    del files["speech/model/safety-ngrams.bin"]


def _without_the_index(files: Files) -> None:
    del files["speech/compiled/index.npz"]


def _with_a_key(files: Files) -> None:
    files["var/back-coach.key"] = b"00"


def _with_the_compiler(files: Files) -> None:
    files["authoring/compiler/__init__.py"] = b""


def _too_large(files: Files) -> None:
    files["speech/model/more.bin"] = bytes(131 * 2**20)


BROKEN: dict[Callable[[Files], None], str] = {
    _edited_after: "skill/dialog/__pycache__/turn.*is stale",
    _by_date: "is stale",
    _unchecked: "is stale",
    _of_another_python: "is stale",
    _another_sentence: "templates.json is not what the compiler wrote",
    _another_weight: "encoder.onnx is not what was trained",
    _not_compiled: "skill/dialog/turn.py is not compiled",
    _source_gone: "belongs to no module",
    _for_arm: f"is not for {here().architecture}",
    _for_another_python: f"is not for Python {here().python}",
    _for_a_mac: f"is not for {here().architecture}",
    _without_the_model: "encoder.onnx is missing",
    _without_the_safety_weights: "safety-ngrams.bin is missing",
    _without_the_index: "index.npz is missing",
    _with_a_key: "back-coach.key is not for a function",
    _with_the_compiler: "authoring/compiler/__init__.py is not for a function",
    _too_large: "of 130 at most",
}


@pytest.fixture(scope="module")
def small(package: Path) -> Files:
    """The files that the rules are about, without the bulk."""
    with zipfile.ZipFile(package) as archive:
        names = [n for n in archive.namelist() if n.startswith(("skill/", "speech/", "markupsafe/", "LICENSE"))]
        return {name: archive.read(name) for name in names}


def written(files: Files, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_good_one_passes(small: Files, tmp_path: Path) -> None:
    assert problems(written(small, tmp_path / "good.zip"), here()) == []


@pytest.mark.parametrize("spoil", BROKEN)
def test_a_broken_one_is_turned_away(spoil: Callable[[Files], None], small: Files, tmp_path: Path) -> None:
    files = dict(small)
    spoil(files)
    found = problems(written(files, tmp_path / "broken.zip"), here())
    assert any(re.search(BROKEN[spoil], problem) for problem in found), found
    assert len(found) <= 2


def test_a_package_for_another_target_is_turned_away(small: Files, tmp_path: Path) -> None:
    good = written(small, tmp_path / "good.zip")
    for other in (Target("3.12", here().architecture), Target(here().python, "arm64")):
        if other != here():
            assert problems(good, other)


def test_no_package_at_all(tmp_path: Path) -> None:
    assert problems(tmp_path / "missing.zip", here())
    (tmp_path / "text.zip").write_text("no zip", encoding="ascii")
    assert problems(tmp_path / "text.zip", here())


def test_the_command_fails_for_what_may_not_be_deployed(package: Path) -> None:
    command = [sys.executable, "-m", "deployment", "--check", str(package), "--architecture", "arm64"]
    ran = subprocess.run([*command, "--python", here().python], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == (0 if here().architecture == "arm64" else 1)

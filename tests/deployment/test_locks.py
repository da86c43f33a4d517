"""Everything that is installed is locked with its hash, and what is deployed is what was tested."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deployment import bill
from deployment.locks import DEVELOPMENT, LOCKS, RUNTIME, Lock, changes, versions
from deployment.target import ROOT

WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
from skill.entry.wsgi import create
app = create({{"BACK_COACH_SKILL_ID": "s", "BACK_COACH_DATABASE": sys.argv[1]}})
print(app.test_client().post("/", data=b"{{}}").status_code)
"""


def text(lock: Lock) -> str:
    return lock.path.read_text(encoding="utf-8")


def wanted(name: str) -> dict[str, str]:
    """The pins of a file of requirements, and of those that it includes."""
    content = (ROOT / name).read_text(encoding="utf-8")
    included = [wanted(one) for one in re.findall(r"(?m)^-r (\S+)", content)]
    return {name: version for pins in (*included, versions(content)) for name, version in pins.items()}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_is_of_its_requirements(lock: Lock) -> None:
    locked = versions(text(lock))
    assert wanted(lock.requirements).items() <= locked.items()
    assert not lock.whole or wanted(lock.requirements) == locked
    assert not set(lock.left_out) & set(locked)


def test_files_that_others_take_in_are_renewed_with_them() -> None:
    for lock in LOCKS:
        taken_in = set(re.findall(r"(?m)^-r (\S+)$", (ROOT / lock.requirements).read_text(encoding="utf-8")))
        assert taken_in <= {*lock.further, *(other.requirements for other in LOCKS)}
        for name in lock.further:
            assert wanted(name).items() <= versions(text(lock)).items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_everything_has_a_hash_and_no_host(lock: Lock) -> None:
    packages = re.split(r"(?m)^(?=[A-Za-z0-9])", re.sub(r"(?m)^#.*\n", "", text(lock)))[1:]
    assert {name for package in packages for name in versions(package)} == set(versions(text(lock)))
    assert [package.split("\n")[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "//" not in text(lock)
    assert "--index" not in text(lock)


@pytest.mark.parametrize("lock", LOCKS[1:], ids=lambda lock: lock.name)
def test_what_is_deployed_is_what_was_tested(lock: Lock) -> None:
    tested, locked = versions(text(DEVELOPMENT)), versions(text(lock))
    assert {name: tested[name] for name in locked if name in tested}.items() <= locked.items()


def test_the_image_and_the_environment_are_installed_from_locks() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--no-deps --require-hashes -r locks/runtime.txt" in " ".join(dockerfile.replace("\\\n", " ").split())
    assert "--require-hashes -r locks/development.txt" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_service_runs_without_what_is_left_out(tmp_path: Path) -> None:
    program = WITHOUT.format(names=set(RUNTIME.left_out))
    command = [sys.executable, "-c", program, str(tmp_path / "state.sqlite3")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "400"


def test_changes_are_told() -> None:
    before, after = versions("a==1\nb[x, y]==1 \\\n    --hash=x\nc==2"), versions("a==1\nB==2  # why\nd==1")
    assert list(changes(before, after)) == ["b 1 -> 2", "c 2 -> gone", "d new -> 1"]


def test_the_bill_of_materials_lists_the_lock(tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_bytes(b"")
    written = json.loads(bill.write(RUNTIME.path, tmp_path / "package.zip").read_text(encoding="utf-8"))
    assert {one["name"]: one["version"] for one in written["components"]} == versions(text(RUNTIME))
    assert all(one["externalReferences"] for one in written["components"])
    assert written["metadata"]["component"]["hashes"][0]["content"].startswith("e3b0c44298fc1c14")

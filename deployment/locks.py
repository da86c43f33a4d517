"""`python -m deployment.locks [--upgrade]`: everything that is installed, with its hash, in `locks/`.

The requirements name what is wanted and why; the locks name all that comes of it, for every platform. `--upgrade` takes
the newest versions there are, writes them into the requirements too, and prints what changed. The images that these are
installed into are renewed with them (`deployment.images`).
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deployment import images
from deployment.target import ROOT

_PIN = re.compile(r"(?m)^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;#\\]+)")
_OLDEST_PYTHON = "3.11"
_COMMAND = "make renew"
_DEAD = ("certvalidator", "oscrypto")
"""Asked for by ask-sdk-webservice-support for a check that is not in use, and stood in for by skill/web/sdk_support.py:
neither has been released since 2020, and one of them cannot be imported beside a current OpenSSL."""


@dataclass(frozen=True)
class Lock:
    """One lock and what it is made of."""

    requirements: str
    """Name of the file with what is wanted."""
    name: str
    """Name of the lock."""
    further: tuple[str, ...] = ()
    """Names of files that the requirements take in, and that no other lock is made of."""
    left_out: tuple[str, ...] = ()
    """Packages that are asked for and not installed: the lock is to be installed with --no-deps."""
    whole: bool = False
    """Whether the requirements are all that is installed, whatever they ask for."""
    renewed: bool = True
    """Whether newer versions are taken. Weights are not, nor what is trained, spoken or heard with."""

    @property
    def path(self) -> Path:
        """Where the lock is."""
        return ROOT / "locks" / self.name


DEVELOPMENT = Lock("requirements-dev.txt", "development.txt", further=("requirements-authoring.txt",))
RUNTIME = Lock("requirements.txt", "runtime.txt", left_out=_DEAD)
LAMBDA = Lock("requirements-lambda.txt", "lambda.txt", whole=True)
DEBUG = Lock("requirements-debug.txt", "debug.txt")
TRAINING = Lock("requirements-train.txt", "training.txt", renewed=False)
VOICE = Lock("requirements-voice.txt", "voice.txt", renewed=False)
LOCKS = (DEVELOPMENT, RUNTIME, LAMBDA, DEBUG, TRAINING, VOICE)
"""The first binds the others: what is deployed is what was tested."""


def versions(text: str) -> dict[str, str]:
    """The pins in a file of requirements or a lock, name to version."""
    return {name.lower(): version for name, version in _PIN.findall(text)}


def make(lock: Lock, folder: Path, *, upgrade: bool) -> None:
    """Make `lock` from the requirements in `folder`.

    Raises:
        subprocess.CalledProcessError: the requirements contradict each other, or no registry answers.
    """
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", _OLDEST_PYTHON]
    # A pin without the extras that somebody asks for is none to pip: it takes the newest with them, and refuses that.
    command += ["--generate-hashes", "--no-annotate", "--no-strip-extras", "--custom-compile-command", _COMMAND]
    command += ["--output-file", str(lock.path), str(folder / lock.requirements)]
    if lock is not DEVELOPMENT:
        command += ["--constraint", str(DEVELOPMENT.path)]
    command += ["--upgrade"] if upgrade else []
    command += ["--no-deps"] if lock.whole else []
    for name in lock.left_out:
        command += ["--no-emit-package", name]
    lock.path.parent.mkdir(exist_ok=True)
    subprocess.run(command, check=True)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """What became of each package whose version is another."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"{name} {before.get(name, 'new')} -> {after.get(name, 'gone')}"


def main() -> int:
    """Make all locks, and say what changed."""
    upgrade = "--upgrade" in sys.argv[1:]
    renewed = [name for lock in LOCKS if lock.renewed for name in (lock.requirements, *lock.further)] if upgrade else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ROOT.glob("requirements*.txt"):
            text = file.read_text(encoding="utf-8")
            (folder / file.name).write_text(_PIN.sub(r"\1>=\2", text) if file.name in renewed else text, "utf-8")
        for lock in LOCKS:
            before = versions(lock.path.read_text(encoding="utf-8")) if lock.path.exists() else {}
            make(lock, folder, upgrade=upgrade)
            after = versions(lock.path.read_text(encoding="utf-8"))
            for line in changes(before, after):
                print(f"{lock.name}: {line}")
            if lock.requirements in renewed:
                _write_pins(ROOT / lock.requirements, after)
    for line in images.renew(upgrade=upgrade):
        print(line)
    return 0


def _write_pins(requirements: Path, found: Mapping[str, str]) -> None:
    further = [name for lock in LOCKS if lock.requirements == requirements.name for name in lock.further]
    for path in (requirements, *map(requirements.with_name, further)):
        text = path.read_text(encoding="utf-8")
        written = _PIN.sub(lambda pin: f"{pin[1]}=={found.get(pin[1].lower(), pin[2])}", text)
        path.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

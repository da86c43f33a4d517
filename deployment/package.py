"""The Lambda package: only what runs, for the target's platform, the same bytes from the same sources.

Wheels are fetched once and kept in build/wheels; after that a package is built without a network. Nothing of
it needs an AWS account.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from deployment.locks import LAMBDA
from deployment.target import ROOT, Target, here, home
from skill.content.digests import INDEX, MODEL, digest_name
from skill.errors import BackCoachError

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the package: the earliest that a zip can hold (SOURCE_DATE_EPOCH=315532800)."""
TASK = "/var/task"
"""Where Lambda unpacks it; tracebacks name it."""
REQUIREMENTS = LAMBDA.path
_BUILD = home() / "build"
_OTHER_EDGE = ("web/", "entry/wsgi.py")
"""What serves the skill elsewhere than on Lambda."""
_NOT_NEEDED = (
    *("/tests/", "/_core/include/", "/_core/lib/", "numpy/f2py/", "/__pycache__/"),
    *(f"/onnxruntime/{name}/" for name in ("backend", "datasets", "quantization", "tools", "transformers")),
    *("/capi/libonnxruntime.so", "/capi/convert_npz"),  # the same library for programs in C; a tool
)
"""Parts of names of files that nothing imports when the skill runs."""
_NOT_NEEDED_SUFFIXES = (".pyi", ".pyx", ".pxd", ".a", ".h", ".pyc")


class PackageError(BackCoachError):
    """A package cannot be built on this computer as it is."""


def build(target: Target, root: Path = ROOT) -> Path:
    """Build the package for `target`. Returns where it is.

    Args:
        target: the runtime.
        root: the project, or where the skill of another document was built.

    Raises:
        PackageError: what compiles for the target is not installed.
        subprocess.CalledProcessError: wheels could not be had, or something does not compile.
    """
    folder = root / "build" / target.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for wheel in _wheels(target):
        _unpack(wheel, folder)
    for path in runtime_files(root):
        copy = folder / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    _compile(folder, target)
    artifact = root / target.artifact.relative_to(ROOT)
    artifact.parent.mkdir(exist_ok=True)
    _zip(folder, artifact)
    return artifact


def runtime_files(root: Path = ROOT) -> Iterator[Path]:
    """Our own files that a function needs: neither what is done at build time nor the web service."""
    for path in sorted((root / "skill").rglob("*.py")):
        if not path.relative_to(root / "skill").as_posix().startswith(_OTHER_EDGE):
            yield path
    yield from sorted((root / "speech/compiled").glob("*.json"))
    yield from (root / "speech/compiled" / file for file in (INDEX, digest_name(INDEX)))
    for name in MODEL:
        yield from (root / "speech/model" / file for file in (name, digest_name(name)))
    yield from (root / name for name in ("LICENSE", "NOTICE"))


def _wheels(target: Target) -> list[Path]:
    """The wheels of the requirements, from the folder that keeps them or else from the package index."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = _BUILD / "wheels" / f"{target.name}-{digest}"
    if not folder.exists():
        half = folder.with_name(f"{folder.name}.half-{os.getpid()}")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--dest", str(half)]
        command += ["--requirement", str(REQUIREMENTS)]
        command += ["--implementation", "cp", "--python-version", target.python]
        for glibc in ("2_28", "2_27", "2_17"):  # Lambda's Python 3.12 and later run on glibc 2.34.
            command += ["--platform", f"manylinux_{glibc}_{target.wheel_machine}"]
        command += ["--platform", f"manylinux2014_{target.wheel_machine}"]
        subprocess.run(command, check=True)
        half.rename(folder)
    return sorted(folder.glob("*.whl"))


def _unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            top = name.split("/", 1)[0]
            needed = not any(part in f"/{name}" for part in _NOT_NEEDED)
            if needed and not name.endswith(_NOT_NEEDED_SUFFIXES) and not top.endswith(".data"):
                archive.extract(name, folder)


def _compile(folder: Path, target: Target) -> None:
    """Compile every module with the target's own Python.

    Compiled files are checked by the hash of their source, not by its date, which a zip does not keep
    exactly: a function would otherwise compile hundreds of modules at every cold start.
    """
    program = [str(ROOT / "deployment/compile_all.py"), str(folder), TASK]
    if target.is_here:
        command = [sys.executable, "-I", *program]
    else:
        node = _node(target)
        command = [node, str(ROOT / "deployment/compile_all.mjs"), target.python, *program]
    # The order of sets in constants follows the hash seed.
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "0"})


def _node(target: Target, packages: Path = ROOT / "node_modules") -> str:
    """Node, which has Lambda's Python in it, of whatever version.

    Raises:
        PackageError: it is not installed, or what it runs is not.
    """
    node = shutil.which("node")
    if node is None or not (packages / "pyodide").is_dir():
        raise PackageError(
            f"modules for Python {target.python} are compiled with Node, which is not here or lacks its packages: "
            f"install Node and run 'npm ci --legacy-peer-deps --ignore-scripts' in {packages.parent}, "
            f"or build for this computer's Python with --python {here().python}"
        )
    return node


def _zip(folder: Path, artifact: Path) -> None:
    half = artifact.with_suffix(".new")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o755 if ".so" in path.suffixes else 0o644) << 16
                archive.writestr(entry, path.read_bytes())
    half.replace(artifact)

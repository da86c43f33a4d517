"""Which Lambda runtime a package is for."""

import platform
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The project: its checkout, or where it is installed."""
_CHECKOUT = "pyproject.toml"
"""Stands in a checkout, and not where the project is installed."""
_NOTICES = ("LICENSE", "NOTICE")
RUNTIMES = {"3.12": 3531, "3.13": 3571, "3.14": 3627}
"""Python versions that Lambda has until 2028 or later, and the magic number of each one's bytecode.

Sources: "Lambda runtimes", AWS Lambda Developer Guide; importlib/_bootstrap_external.py and pycore_magic_number.h
of CPython.
"""
ARCHITECTURES = {"x86_64": 62, "arm64": 183}
"""Lambda's name of an architecture, and ELF's number of it ("e_machine", ELF-64 Object File Format)."""
_WHEEL_NAMES = {"x86_64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Target:
    """A runtime and an architecture."""

    python: str = "3.13"
    """Major and minor version."""
    architecture: str = "x86_64"
    """As Lambda calls it."""

    @property
    def tag(self) -> str:
        """As compiled files are named, for example cpython-313."""
        return f"cpython-{self.python.replace('.', '')}"

    @property
    def name(self) -> str:
        """As the package is named."""
        return f"python{self.python}-{self.architecture}"

    @property
    def artifact(self) -> Path:
        """Where serverless.yml looks for the package. The name keeps one from being deployed as another."""
        return ROOT / "dist" / f"lambda-{self.name}.zip"

    @property
    def magic(self) -> int:
        """The magic number of its bytecode."""
        return RUNTIMES.get(self.python) or _own_magic()

    @property
    def machine(self) -> int:
        """ELF's number of its architecture."""
        return ARCHITECTURES[self.architecture]

    @property
    def wheel_machine(self) -> str:
        """As wheels call its architecture."""
        return _WHEEL_NAMES[self.architecture]

    @property
    def is_here(self) -> bool:
        """Whether the running interpreter could run the package."""
        return self == here()


def here() -> Target:
    """The target that the running interpreter is, so that a package can be tried out where it is built."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    machine = platform.machine()
    return Target(version, "arm64" if machine in {"aarch64", "arm64"} else machine)


def home(project: Path = ROOT) -> Path:
    """Where things are built: in a checkout itself, or where somebody works who has the project installed."""
    return project if (project / _CHECKOUT).exists() else Path.cwd()


def shown(path: Path) -> Path:
    """A path as somebody reads it: from where they work, or from the project on."""
    return next((path.relative_to(folder) for folder in (Path.cwd(), ROOT) if path.is_relative_to(folder)), path)


def notices(root: Path = ROOT) -> list[Path]:
    """The licence and what goes with it: in `root`, or where an installer put them."""
    if all((root / name).exists() for name in _NOTICES):
        return [root / name for name in _NOTICES]
    installed = metadata.files("back-coach") or ()
    return [Path(str(path.locate())) for path in installed if path.name in _NOTICES and "licenses" in path.parts]


def _own_magic() -> int:
    from importlib.util import MAGIC_NUMBER  # noqa: PLC0415

    return int.from_bytes(MAGIC_NUMBER[:2], "little")

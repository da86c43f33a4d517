"""Whether the requirements are installed: looked at before anything is imported that needs them."""

import sys
from importlib.util import find_spec

_NEEDED = ("flask", "ask_sdk_core", "cryptography", "markupsafe", "numpy", "yaml")
_OLDEST = (3, 11)
_CANNOT_RUN = 2


def require() -> None:
    """End with a sentence, in place of a traceback, where the simulator cannot run."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if sys.version_info < _OLDEST:
        _end("this is Python %d.%d, and 3.11 or newer is needed" % sys.version_info[:2])  # noqa: UP031 - older ones read it
    if missing:
        _end("%s is not installed in %s" % (missing[0], sys.executable))  # noqa: UP031


def _end(problem: str) -> None:
    sys.stderr.write("simulator: " + problem + ".\nRun `make run` once, then `.venv/bin/python -m simulator`.\n")
    sys.exit(_CANNOT_RUN)

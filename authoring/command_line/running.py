"""Runs a module of the project on a bundle: the module is the project's, the skill that it runs is the bundle's."""

import os
import subprocess
import sys
from collections.abc import Sequence

from authoring.command_line.bundle import PROJECT, Bundle


def run(bundle: Bundle, module: str, *arguments: str) -> int:
    """Run `python -m module`, on this terminal. Returns its exit status."""
    with _started(bundle, (module, *arguments)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the terminal sends it to both, and the program ends in its own good order
                continue


def answer(bundle: Bundle, module: str, *arguments: str, given: str) -> str:
    """What `python -m module` writes, given text to read.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    command, environment = _command((module, *arguments)), _environment(bundle)
    ran = subprocess.run(
        command, cwd=bundle.root, env=environment, input=given, stdout=subprocess.PIPE, text=True, check=True
    )
    return ran.stdout


def _started(bundle: Bundle, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(_command(arguments), cwd=bundle.root, env=_environment(bundle))


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", *arguments]


def _environment(bundle: Bundle) -> dict[str, str]:
    """The bundle first, where the emergency line is that of its document; the rest is the project's."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(bundle.root), str(PROJECT)))}

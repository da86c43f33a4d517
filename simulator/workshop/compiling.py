"""The compiler in a process of its own that stays: an edit need not wait for it to start."""

import contextlib
import io
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from simulator.workshop.watching import Compilation
from skill.errors import BackCoachError

_PATIENCE_S = 120.0
_BROKE_OFF = Compilation(well=False, lines=("the compiler broke off: see the terminal",))


class Compiler:
    """Runs `python -m authoring.compiler` as often as it is asked, while it is open."""

    def __init__(self, root: Path) -> None:
        """Prepare to compile the project in `root`."""
        self._root = root

    def __enter__(self) -> Self:
        """Start the process."""
        context = get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._root, far_end), name="compiler", daemon=True)
        self._process.start()
        far_end.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, whatever it is at: every file is written whole or not at all."""
        self._pipe.close()
        self._process.terminate()
        self._process.join()
        self._process.close()

    def compile(self) -> Compilation:
        """Compile everything, and return what came of it."""
        try:
            self._pipe.send(None)
            made = self._pipe.recv() if self._pipe.poll(_PATIENCE_S) else _BROKE_OFF
        except (EOFError, OSError):
            return _BROKE_OFF
        assert isinstance(made, Compilation)
        return made


def _serve(root: Path, pipe: Connection) -> None:
    # Ctrl-C reaches the whole process group; the parent ends us in its own good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from authoring.compiler.__main__ import main  # noqa: PLC0415 - this process alone compiles

    os.chdir(root)  # so that faults are told by their path in the project
    sys.argv = ["authoring.compiler"]
    with contextlib.suppress(BackCoachError):  # whoever edits next is told
        _get_ready()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.recv()
            pipe.send(_compiled(main))


def _compiled(compile_all: Callable[[], int]) -> Compilation:
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
            well = compile_all() == 0
    except Exception as error:  # an edit that nobody thought of must not end the process
        return Compilation(well=False, lines=(f"the compiler failed: {type(error).__name__}: {error}",))
    return Compilation(well, tuple(told.getvalue().splitlines()))


def _get_ready() -> None:
    """Read everything once, so that the first edit finds what it did not change at hand."""
    from authoring.compiler.build import compile_all  # noqa: PLC0415
    from authoring.compiler.index import write_index  # noqa: PLC0415

    made = compile_all(Path())
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), made.indexed)

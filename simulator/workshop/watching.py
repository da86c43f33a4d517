"""Edit and hear: an edit of a document that is saved while the page runs is compiled at once, and then heard."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self

from simulator.errors import SimulatorError
from simulator.json_object import JsonObject

LOOK_S = 0.1
"""How often the files are looked at, in seconds."""

_EDITED = frozenset({".md", ".yaml"})
"""What an author edits. Everything else in the folder is generated, or trained on."""

State = Literal["watching", "compiling", "compiled", "faulty"]


@dataclass(frozen=True)
class Compilation:
    """What came of compiling once."""

    well: bool
    """Whether everything was written."""
    lines: tuple[str, ...] = ()
    """Faults, or cautions where it went well, as `path:line: what, and how to mend it`."""


@dataclass(frozen=True)
class News:
    """What the page tells its author."""

    number: int
    """Counts up."""
    state: State
    """What became of the last edit."""
    lines: tuple[str, ...] = ()
    """What has to be mended, or should be seen to."""

    def as_json(self) -> JsonObject:
        """Return all of it."""
        return asdict(self)


class Workshop:
    """Watches a folder of documents while it is open; use it in a `with` statement."""

    def __init__(self, folder: Path, compile_all: Callable[[], Compilation]) -> None:
        """Watch `folder`, and call `compile_all` when somebody has saved an edit."""
        self._folder = folder
        self._compile = compile_all
        self._renew: Callable[[], object] = lambda: None
        self._known: Mapping[Path, tuple[int, int]] = {}
        self._news = News(0, "watching")
        self._told = threading.Condition()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="workshop", daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._known = _saved(self._folder)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching, once what is being compiled is there."""
        self._over.set()
        with self._told:
            self._told.notify_all()
        self._watcher.join()

    def on_compiled(self, renew: Callable[[], object]) -> None:
        """Call `renew` after everything was compiled; SimulatorError if the skill cannot be started with it."""
        self._renew = renew

    def news(self, patience: float) -> Iterator[News | None]:
        """Yield what there is to tell as soon as there is, beginning with the last; None after `patience` seconds."""
        seen = -1
        while not self._over.is_set():
            with self._told:
                self._told.wait_for(lambda: self._over.is_set() or self._news.number != seen, patience)  # noqa: B023
                news = self._news
            yield None if news.number == seen else news
            seen = news.number

    def _watch(self) -> None:
        changed = False
        while not self._over.wait(LOOK_S):
            found = _saved(self._folder)
            # An editor may save several files, or one in several goes: it is compiled when they are at rest.
            if found != self._known:
                self._known, changed = found, True
            elif changed:
                changed = False
                self._edited()

    def _edited(self) -> None:
        self._tell("compiling")
        made = self._compile()
        if not made.well:
            self._tell("faulty", made.lines)
            return
        try:
            self._renew()
        except SimulatorError as error:
            self._tell("faulty", (str(error),))
            return
        self._tell("compiled", made.lines)

    def _tell(self, state: State, lines: tuple[str, ...] = ()) -> None:
        with self._told:
            self._news = News(self._news.number + 1, state, lines)
            self._told.notify_all()


def _saved(folder: Path) -> Mapping[Path, tuple[int, int]]:
    """The files that an author edits, with when each was saved and how long it is."""
    found = {}
    for path in folder.rglob("*"):
        if path.suffix in _EDITED and not path.name.startswith("."):
            try:
                status = path.stat()
            except OSError:  # it was just moved, as editors do that save into another file first
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found

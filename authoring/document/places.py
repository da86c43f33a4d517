"""Where in a document's Markdown an id stands, so that a fault can be told with its line."""

import re
from functools import cached_property
from pathlib import Path

from skill.errors import Problem

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*(?:\{#([^}]*)\})?\s*")


class Places:
    """Finds the lines of ids. The files are read when the first fault is found, not before."""

    def __init__(self, folder: Path, *others: Path) -> None:
        """Take a document's folder, and `others` that it is told from too."""
        self.folder = folder
        self._folders = (folder, *others)

    def problem(self, name: str, message: str, words: str = "") -> Problem:
        """A fault at the heading of the id `name`, or at the first line below it that has `words` in it."""
        if name not in self._lines:
            return Problem(self.folder, 0, f"{name}: {message}")
        path, line = self._lines[name]
        if words:
            below = path.read_text(encoding="utf-8").splitlines()[line:]
            line = next((line + number for number, text in enumerate(below, 1) if words in text), line)
        return Problem(path, line, message)

    @cached_property
    def _lines(self) -> dict[str, tuple[Path, int]]:
        """File and line of each id; a step of a stretch goes by both ids, such as `neck/turn`."""
        found: dict[str, tuple[Path, int]] = {}
        for path in (path for folder in self._folders for path in sorted(folder.rglob("*.md"))):
            outer = ""
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                heading = _HEADING.fullmatch(line)
                if heading is None:
                    continue
                name = heading[3] or heading[2]
                if heading[1] == "#":
                    outer = name
                for known in (name, f"{outer}/{name}"):
                    found.setdefault(known, (path, number))
        return found

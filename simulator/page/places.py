"""Where in the document a statement stands: found by its heading's id, as in `### its topic {#its-id}`."""

import re
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*\{#(?P<id>[\w/-]+)\}\s*")


@dataclass(frozen=True)
class Place:
    """A heading in the document."""

    path: str
    """The file, from the project's root."""
    line: int
    """Its line, from 1."""
    title: str
    """The heading's words."""


def find_places(document: Path) -> dict[str, Place]:
    """Return the places of all headings with an id in the Markdown files of the folder `document`.

    A step of a stretch goes by the stretch's id and its own, such as `neck/turn`.
    """
    places: dict[str, Place] = {}
    for path in sorted(document.rglob("*.md")):
        name = path.relative_to(document.parent).as_posix()
        outer = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if (found := _HEADING.fullmatch(line)) is None:
                continue
            place = Place(name, number, found["title"])
            if line.startswith("# "):
                outer = found["id"]
            places.setdefault(found["id"], place)
            if outer:
                places[f"{outer}/{found['id']}"] = place
    return places

"""A YAML file, and the line that each of its keys stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from authoring.remembering import remembered
from skill.errors import DocumentError, Problem

_Path = tuple[str, ...]
"""A key, after the keys that it stands under; in a list, the number of the item."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same, ten times as fast, wherever PyYAML was built with libyaml."""
_FILES = 64
"""How many files are remembered, each as it was read last: more than a document has."""
_QUOTE = "; where words have a colon in them, put quotation marks around all of them"
_CURES = dict.fromkeys(
    ("mapping values are not allowed in this context", "mapping values are not allowed here"), _QUOTE
)
"""What to do about a fault, for whoever writes words and no YAML."""


@dataclass(frozen=True, eq=False)
class YamlFile:
    """What a file holds, and where. Nobody may change it: until the file is edited, reading it again gives the same."""

    path: Path
    """The file."""
    content: Any
    """What it holds."""
    lines: dict[_Path, int]
    """The line of each key, by its path."""

    def line(self, *keys: object) -> int:
        """The line of a key, or of the nearest one above it that there is; 0 for the file as a whole."""
        path = tuple(map(str, keys))
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def problem(self, message: str, *keys: object) -> Problem:
        """A fault at a key."""
        return Problem(self.path, self.line(*keys), message)


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file.

    Raises:
        DocumentError: it is missing, is no YAML, or has a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError((Problem(path, 0, f"cannot be read ({error.strerror})"),)) from error
    return _parsed(path, text)


@remembered(keep=_FILES)
def _parsed(path: Path, text: str) -> YamlFile:
    """What `text` says, which stands in the file `path`: whoever compiles after every edit parses what was edited."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        content = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        cure = _CURES.get(error.problem or "", "")
        raise DocumentError((Problem(path, line, f"is not YAML: {error.problem}{cure}"),)) from error
    lines: dict[_Path, int] = {}
    problems = []
    for keys, line in _keys(root, ()):
        if keys in lines:
            message = f"'{keys[-1]}' stands here and in line {lines[keys]}; keep one of them"
            problems.append(Problem(path, line, message))
        lines.setdefault(keys, line)
    if problems:
        raise DocumentError(tuple(problems))
    return YamlFile(path, content, lines)


def read_sections(path: Path, wanted: tuple[str, ...]) -> YamlFile:
    """Read a YAML file that consists of the sections `wanted`.

    Raises:
        DocumentError: it is missing, is no YAML, or lacks a section.
    """
    file = read_yaml(path)
    missing = [name for name in wanted if not isinstance(file.content, dict) or name not in file.content]
    if missing:
        raise DocumentError((file.problem(f"needs the sections {', '.join(missing)}"),))
    return file


def _keys(node: yaml.Node | None, above: _Path) -> Iterator[tuple[_Path, int]]:
    """The path and line of every key under `node`, a key that comes twice included."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            path = (*above, str(key.value))
            yield path, key.start_mark.line + 1
            yield from _keys(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            path = (*above, str(number))
            yield path, item.start_mark.line + 1
            yield from _keys(item, path)

"""What the code says: the names of templates in Python, found without running it."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ANYTHING = "*"
"""Stands in a name for what is put in when it is said, as in `statement.*.say`."""


@dataclass(frozen=True)
class Mention:
    """Text in the code that names a template, or may."""

    path: Path
    """The file."""
    line: int
    """Its line."""
    name: str
    """The name, with `ANYTHING` for what is put in when it is said."""
    said: bool
    """Whether it is given to `say` there and then; otherwise it is text like any other."""
    values: frozenset[str] | None = None
    """The values that are given with it; None where that is not to be seen."""

    def fits(self, template: str) -> bool:
        """Whether it can be the name of `template`."""
        if ANYTHING not in self.name:
            return self.name == template
        parts = map(re.escape, self.name.split(ANYTHING))
        return re.fullmatch(".*".join(parts), template) is not None


def mentions(project: Path, folders: Iterable[str]) -> list[Mention]:
    """Every mention in the Python files of some folders of `project`; paths are from there."""
    files = sorted(path.relative_to(project) for folder in folders for path in (project / folder).rglob("*.py"))
    return [mention for path in files for mention in _of_file(path, (project / path).read_text(encoding="utf-8"))]


# Who compiles after every edit of a document has the same code each time.
@cache
def _of_file(path: Path, source: str) -> tuple[Mention, ...]:
    return tuple(_in_file(path, source))


def _in_file(path: Path, source: str) -> Iterator[Mention]:
    tree = ast.parse(source)
    given: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _is_say(node.func):
            values = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
            known = None if any(keyword.arg is None for keyword in node.keywords) else values
            for text in _choices(node.args[0]):
                given.add(text)
                if name := _name(text):
                    yield Mention(path, text.lineno, name, said=True, values=known)
        elif isinstance(node, ast.JoinedStr):
            given.update(node.values)  # pieces of an f-string are no texts by themselves
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in given:
            yield Mention(path, node.lineno, node.value, said=False)


def _is_say(function: ast.expr) -> bool:
    return getattr(function, "attr", "") == "say" or getattr(function, "id", "") == "say"


def _choices(node: ast.expr) -> Iterator[ast.expr]:
    """What an argument can be: either branch of a choice, or itself."""
    if isinstance(node, ast.IfExp):
        yield from _choices(node.body)
        yield from _choices(node.orelse)
    else:
        yield node


def _name(node: ast.expr) -> str:
    """The name that a text or an f-string stands for; empty if it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [str(value.value) if isinstance(value, ast.Constant) else ANYTHING for value in node.values]
        return "".join(parts)
    return ""

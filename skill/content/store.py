"""The content model as one JSON file: written by the compiler, read when the skill starts."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from skill.content.model import Content
from skill.errors import CompiledFilesError

REBUILD = "run 'python -m authoring.compiler'"
"""How to mend any compiled file."""


def dump_content(content: Content) -> str:
    """`content` as JSON, one entry a line, so that a change is easy to review."""
    lines = []
    for name, value in asdict(content).items():
        if isinstance(value, (list, tuple)):
            rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f"{json.dumps(name)}: [\n{rows}\n]")
        else:
            lines.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def load_content(path: Path) -> Content:
    """Read the compiled content.

    Raises:
        CompiledFilesError: the file is missing, damaged or made by another version.
    """
    try:
        loaded: Content = _builder(Content)(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CompiledFilesError(f"{path} is missing; {REBUILD}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CompiledFilesError(f"{path} is damaged or out of date; {REBUILD}") from error
    return loaded


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """What rebuilds a value of type `kind` from plain JSON; put together once a type."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        builders = [(field.name, _builder(hints[field.name])) for field in fields(kind)]
        return lambda value: kind(*[build(value[name]) for name, build in builders])
    if get_origin(kind) is tuple:
        element = _builder(get_args(kind)[0])
        return lambda value: tuple([element(item) for item in value])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind

    def plain(value: Any) -> Any:
        if not isinstance(value, kind):
            raise TypeError(f"{value!r} is no {kind}")
        return value

    return plain

"""Jinja2's syntax trees to what the voice puts together: texts, values and choices, one after the other.

The skill needs no template engine then. Importing Jinja2 takes a sixth of a cold start, and most of what is spoken is
plain text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment, nodes
from markupsafe import escape

FILTER = "first_upper"
"""The one thing that may be done to a value: its first letter upper-case, for a name that begins a sentence."""


class PartsError(Exception):
    """A template does something that the voice does not know."""


@cache
def parts_of(text: str) -> tuple[Any, ...]:
    """The parts of a template, in order. Nobody may change them: whoever asks for the same template gets the same ones.

    A string is said as it stands; `{"value": path}` is a value by its path, with `"filter"` if that is to be done;
    `{"if": path, "then": parts, "else": parts}` is said one way or the other.

    Raises:
        PartsError: it uses more of Jinja2 than values, `if` and the filter above.
        jinja2.TemplateSyntaxError: it is no template.
    """
    return tuple(_parts(_ENVIRONMENT.parse(text).body))


def compiled(text: str, known: Mapping[str, str] | None = None) -> str | list[Any]:
    """The parts of a template; of a plain one the text alone, its spaces single.

    Args:
        text: the template.
        known: values that are known already, such as that of `document.title`; they are put in.

    Raises:
        PartsError: it uses more of Jinja2 than the voice knows, or a known name has no such value.
        jinja2.TemplateSyntaxError: it is no template.
    """
    parts = list(_joined(_filled(parts_of(text), known or {})))
    return parts if any(isinstance(part, dict) for part in parts) else " ".join("".join(parts).split())


def spoken(text: str) -> str:
    """Plain words as they stand in SSML."""
    return str(escape(text)).replace("&#39;", "'").replace("&#34;", '"')


def _filled(parts: Sequence[Any], known: Mapping[str, str]) -> Iterator[Any]:
    """The parts with what is known put in, and choices made that hang on it."""
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        value = _known(part.get("if") or part["value"], known)
        if "if" in part and value is None:
            yield part | {way: [*_joined(_filled(part[way], known))] for way in ("then", "else")}
        elif "if" in part:
            yield from _filled(part["then"] if value else part["else"], known)
        elif value is None:
            yield part
        else:
            yield spoken(value[:1].upper() + value[1:] if "filter" in part else value)


def _known(path: Sequence[str], known: Mapping[str, str]) -> str | None:
    """The value of `path`; None if it is not known before the turn."""
    name = ".".join(path)
    alike = [other for other in known if other.partition(".")[0] == path[0]]
    if alike and name not in known:
        raise PartsError(f"'{name}' is none of {', '.join(alike)}")
    return known.get(name)


def _joined(parts: Iterable[Any]) -> Iterator[Any]:
    """The parts, with texts that follow one another made one."""
    for plain, some in groupby(parts, key=lambda part: isinstance(part, str)):
        if plain:
            yield "".join(some)
        else:
            yield from some


def _parts(body: Sequence[nodes.Node]) -> Iterator[Any]:
    for node in body:
        if isinstance(node, nodes.Output):
            yield from map(_part, node.nodes)
        elif isinstance(node, nodes.If) and not node.elif_:
            yield {"if": _path(node.test), "then": [*_parts(node.body)], "else": [*_parts(node.else_)]}
        else:
            raise PartsError(f"line {node.lineno}: {type(node).__name__} is not spoken; values and if are")


def _part(node: nodes.Expr) -> Any:
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Filter) and node.node is not None and node.name == FILTER:
        return {"value": _path(node.node), "filter": node.name}
    return {"value": _path(node)}


def _path(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        return [*_path(node.node), node.attr]
    raise PartsError(f"line {node.lineno}: {type(node).__name__} is no value; give values, and pass the rest in")


def _environment() -> Environment:
    made = Environment(autoescape=True)
    made.filters[FILTER] = str
    return made


_ENVIRONMENT = _environment()

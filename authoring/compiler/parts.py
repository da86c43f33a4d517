"""Jinja2's syntax trees to what the voice puts together: texts, values and choices, one after the other.

The skill needs no template engine then. Importing Jinja2 takes a sixth of a cold start, and most of what is spoken is
plain text.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from jinja2 import Environment, nodes

FILTER = "first_upper"
"""The one thing that may be done to a value: its first letter upper-case, for a name that begins a sentence."""


class PartsError(Exception):
    """A template does something that the voice does not know."""


def parts_of(text: str) -> list[Any]:
    """The parts of a template, in order.

    A string is said as it stands; `{"value": path}` is a value by its path, with `"filter"` if that is to be done;
    `{"if": path, "then": parts, "else": parts}` is said one way or the other.

    Raises:
        PartsError: it uses more of Jinja2 than values, `if` and the filter above.
        jinja2.TemplateSyntaxError: it is no template.
    """
    return list(_parts(_ENVIRONMENT.parse(text).body))


def compiled(text: str) -> str | list[Any]:
    """The parts of a template; of a plain one the text alone, its spaces single."""
    parts = parts_of(text)
    return parts if any(isinstance(part, dict) for part in parts) else " ".join("".join(parts).split())


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

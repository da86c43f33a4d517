"""Keys and values against Amazon's own model classes: what those do not know, Amazon does not either."""

import importlib
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

_LIST = re.compile(r"list\[(.+)\]")
_MAP = re.compile(r"dict\(\w+, (.+)\)")
_PLAIN: dict[str, tuple[type, ...]] = {"str": (str,), "bool": (bool,), "int": (int,), "float": (int, float)}


def unknown(value: Any, kind: str, path: str = "") -> Iterator[str]:
    """Every key that the class `kind` has not got, and every value that does not fit it."""
    if value is None:
        yield f"{path}: null; leave it out"
    elif found := _LIST.fullmatch(kind):
        if not isinstance(value, list):
            yield f"{path}: not a list"
            return
        for number, item in enumerate(value):
            yield from unknown(item, found[1], f"{path}[{number}]")
    elif found := _MAP.fullmatch(kind):
        if not isinstance(value, dict):
            yield f"{path}: not an object"
            return
        for key, item in value.items():
            yield from unknown(item, found[1], f"{path}.{key}")
    elif kind in _PLAIN:
        if type(value) not in _PLAIN[kind]:
            yield f"{path}: {value!r} is no {kind}"
    else:
        yield from _of_class(value, _imported(kind), path)


def _of_class(value: Any, model: Any, path: str) -> Iterator[str]:
    if issubclass(model, Enum):
        if value not in {member.value for member in model}:
            yield f"{path}: {value!r} is none of {sorted(member.value for member in model)}"
        return
    if not isinstance(value, dict):
        yield f"{path}: not an object"
        return
    names = {key: name for name, key in model.attribute_map.items()}
    kinds = model.deserialized_types
    for key, item in value.items():
        if key not in names:
            yield f"{path}.{key}: unknown; {model.__name__} has {sorted(names)}"
        elif kinds[names[key]] != "object" and not hasattr(model, "get_real_child_model"):
            yield from unknown(item, kinds[names[key]], f"{path}.{key}")


def _imported(kind: str) -> Any:
    module, _, name = kind.rpartition(".")
    return getattr(importlib.import_module(module), name)

"""The hand-written safety words to the form that is read at run time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression

from skill.errors import DocumentError, Problem
from skill.understanding.word_groups import WordGroups, bare, indexed

_FILE = Path("speech/safety-words.yaml")
_SECTIONS = (
    "parts",
    "same",
    "fillers",
    "groups",
    "idioms",
    "signs",
    "negators",
    "breaks",
    "flags",
    "never",
    "referrals",
)
_KEYS = {"all", "within", "unless", "sure"}
WITHIN = 12
"""How many words apart the groups of a pattern may be unless it says otherwise."""


def safety(folder: Path) -> dict[str, Any]:
    """Compile `safety-words.yaml` in `folder` (this project's `speech/`).

    Raises:
        DocumentError: with every fault found.
    """
    source = _read(folder / _FILE.name)
    rules = {name: parse_sentence(text) for name, text in source["parts"].items()}
    same = {name: [" ".join(bare(phrase)) for phrase in _phrases(text, rules)] for name, text in source["same"].items()}
    fillers = source["fillers"].replace(",", " ").split()
    none: dict[str, Any] = {"fillers": [], "idioms": {}, "groups": {}, "turns": {}, "signs": []}
    folding = WordGroups(none | {"same": indexed(same)})

    def folded(text: str) -> list[str]:
        found = {" ".join(folding.fold(phrase)): None for phrase in _phrases(text, rules)}
        return list(found)

    groups = {name: folded(text) for name, text in source["groups"].items()}
    idioms = {name: folded(text) for name, text in source["idioms"].items()}
    known = {*groups, *idioms}
    problems = [_fault(f"signs: there is no group '{name}'") for name in source["signs"] if name not in known]
    compiled = {
        kind: [
            _pattern(name, pattern, source["never"] if kind == "flags" else [], known, problems)
            for name, patterns in source[kind].items()
            for pattern in patterns
        ]
        for kind in ("flags", "referrals")
    }
    if problems:
        raise DocumentError(tuple(problems))
    return {
        "same": indexed(same),
        "fillers": fillers,
        "groups": indexed(groups),
        "idioms": indexed(idioms),
        "turns": indexed({"not": folded(source["negators"]), "break": folded(source["breaks"])}),
        "signs": source["signs"],
        **compiled,
    }


def _pattern(name: str, told: Any, never: list[str], known: set[str], problems: list[Problem]) -> dict[str, Any]:
    pattern: dict[str, Any] = {"all": told} if isinstance(told, list) else dict(told)
    where = f"{name}: {told}:"
    if not isinstance(pattern.get("all"), list) or not pattern["all"]:
        problems.append(_fault(f"{where} a pattern needs a list of groups"))
        pattern["all"] = []
    problems.extend(
        _fault(f"{where} '{key}' is none of {', '.join(sorted(_KEYS))}") for key in sorted(pattern.keys() - _KEYS)
    )
    wanted = [[one.strip() for one in choice.split("|")] for choice in pattern["all"]]
    unless = [*pattern.get("unless", ()), *never]
    problems.extend(
        _fault(f"{where} there is no group '{group}'; add it under 'groups'")
        for group in (*(one for choice in wanted for one in choice), *unless)
        if group not in known
    )
    within = pattern.get("within", WITHIN)
    sure = bool(pattern.get("sure"))
    return {"id": name, "all": wanted, "within": within, "unless": unless, "sure": sure}


def _phrases(text: str, rules: dict[str, Sentence]) -> Iterator[str]:
    for template in _split(text):
        try:
            expression = parse_sentence(template).expression
            yield from (
                " ".join(one.split())
                for one in sample_expression(expression, expansion_rules=rules, expand_lists=False)
            )
        except Exception as error:  # hassil raises its own and the parser's
            raise DocumentError((_fault(f"'{template}' cannot be parsed ({error})"),)) from error


def _split(text: str) -> list[str]:
    """Phrases are separated by commas."""
    return [" ".join(one.split()) for one in text.split(",") if one.strip()]


def _read(path: Path) -> Any:
    try:
        source = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentError((Problem(path, 0, f"cannot be read ({error.strerror})"),)) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DocumentError((Problem(path, line, f"is not YAML: {error.problem}"),)) from error
    missing = [name for name in _SECTIONS if not isinstance(source, dict) or name not in source]
    if missing:
        raise DocumentError((Problem(path, 0, f"needs the sections {', '.join(missing)}"),))
    return source


def _fault(message: str) -> Problem:
    return Problem(_FILE, 0, message)

"""The hand-written safety words to the form that is read at run time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hassil.expression import Sentence
from hassil.sample import sample_expression

from authoring.compiler.sentences import parse_sentence
from authoring.document.yaml_file import YamlFile, read_sections
from authoring.remembering import remembered
from skill.errors import DocumentError, Problem
from skill.understanding.word_groups import WordGroups, bare, indexed_groups

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


def read_safety(folder: Path) -> YamlFile:
    """Read `safety-words.yaml` in the folder of a language.

    Raises:
        DocumentError: it is missing, is no YAML, or lacks a section.
    """
    return read_sections(folder / "safety-words.yaml", _SECTIONS)


@remembered()
def safety(file: YamlFile) -> dict[str, Any]:
    """Compile the safety words. Nobody may change them: a file that was not edited since gives the same ones.

    Raises:
        DocumentError: with every fault found.
    """
    source = file.content
    rules = {name: parse_sentence(text) for name, text in source["parts"].items()}
    same = {
        name: [" ".join(bare(phrase)) for phrase in _phrases(file, ("same", name), rules)] for name in source["same"]
    }
    fillers = source["fillers"].replace(",", " ").split()
    none: dict[str, Any] = {"fillers": [], "idioms": {}, "groups": {}, "turns": {}, "signs": []}
    folding = WordGroups(none | {"same": indexed_groups(same)})

    def folded(*keys: str) -> list[str]:
        found = {" ".join(folding.fold(phrase)): None for phrase in _phrases(file, keys, rules)}
        return list(found)

    groups = {name: folded("groups", name) for name in source["groups"]}
    idioms = {name: folded("idioms", name) for name in source["idioms"]}
    known = {*groups, *idioms}
    problems = [
        file.problem(f"signs: there is no group '{name}'; add it under 'groups'", "signs", number)
        for number, name in enumerate(source["signs"])
        if name not in known
    ]
    compiled = {
        kind: [
            _pattern(file, (kind, name, number), known, problems)
            for name, patterns in source[kind].items()
            for number in range(len(patterns))
        ]
        for kind in ("flags", "referrals")
    }
    if problems:
        raise DocumentError(tuple(problems))
    return {
        "same": indexed_groups(same),
        "fillers": fillers,
        "groups": indexed_groups(groups),
        "idioms": indexed_groups(idioms),
        "turns": indexed_groups({"not": folded("negators"), "break": folded("breaks")}),
        "signs": source["signs"],
        **compiled,
    }


def _pattern(file: YamlFile, place: tuple[str, str, int], known: set[str], problems: list[Problem]) -> dict[str, Any]:
    kind, name, number = place
    told = file.content[kind][name][number]
    never = file.content["never"] if kind == "flags" else []
    pattern: dict[str, Any] = {"all": told} if isinstance(told, list) else dict(told)
    where = f"{name}: {told}:"
    if not isinstance(pattern.get("all"), list) or not pattern["all"]:
        problems.append(file.problem(f"{where} a pattern needs a list of groups", *place))
        pattern["all"] = []
    problems.extend(
        file.problem(f"{where} '{key}' is none of {', '.join(sorted(_KEYS))}", *place)
        for key in sorted(pattern.keys() - _KEYS)
    )
    wanted = [[group.strip() for group in choice.split("|")] for choice in pattern["all"]]
    unless = [*pattern.get("unless", ()), *never]
    problems.extend(
        file.problem(f"{where} there is no group '{group}'; add it under 'groups'", *place)
        for group in (*(part for choice in wanted for part in choice), *unless)
        if group not in known
    )
    within = pattern.get("within", WITHIN)
    sure = bool(pattern.get("sure"))
    return {"id": name, "all": wanted, "within": within, "unless": unless, "sure": sure}


def _phrases(file: YamlFile, keys: tuple[str, ...], rules: dict[str, Sentence]) -> Iterator[str]:
    text = file.content
    for key in keys:
        text = text[key]
    for template in _split(text):
        try:
            expression = parse_sentence(template).expression
            yield from (
                " ".join(phrase.split())
                for phrase in sample_expression(expression, expansion_rules=rules, expand_lists=False)
            )
        except Exception as error:  # hassil raises its own and the parser's
            message = f"'{template}' cannot be parsed ({error}); close what is opened"
            raise DocumentError((file.problem(message, *keys),)) from error


def _split(text: str) -> list[str]:
    """Phrases are separated by commas."""
    return [" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip()]

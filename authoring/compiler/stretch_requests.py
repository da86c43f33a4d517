"""What somebody can ask for in a stretch, and how they say what they mean by it: looked up, not searched for."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from authoring.compiler.grammar import sampled
from authoring.compiler.mishearings import alike, read_mishearings
from authoring.compiler.sources import ABOUT_PHRASES, ABOUT_WORDS, Sources
from authoring.compiler.wishes import Wishes
from authoring.compiler.wishing import said_aside, wish_grammar
from authoring.document.yaml_file import YamlFile
from authoring.remembering import remembered
from skill.content.model import Content
from skill.understanding.misheard import BY_LETTER, BY_SOUND
from skill.understanding.phrase_table import indexed
from skill.understanding.wish_grammar import ASIDE
from skill.understanding.words import normalise

Phrases = Mapping[str, str]
"""Phrases, normalised, to what they stand for."""
_KINDS = {"body_part": "part", "position": "place"}
"""Slots whose values the grammar of wishes knows by another name."""
_MOST_MINUTES = 120
"""Minutes in digits that a wish may name."""
_ARTICLE = re.compile(r"^(?:the|a|an|my) ")


@dataclass(frozen=True)
class _Said:
    """What people say of stretches: all that requests are made of."""

    stretches: Mapping[str, tuple[str, ...]]
    """Each to its name, and what else it is asked for as."""
    wishes: Wishes
    """What the document's routines are asked for as in free words."""
    wishing: YamlFile
    """The language's grammar of wishes."""
    slots: Mapping[str, Mapping[str, Sequence[str]]]
    """Slot name to value to the other words for it."""
    about: Mapping[str, Sequence[str]]
    """Words that say how a wish is meant, by what they say."""
    between: Sequence[str]
    """Words that say nothing between values."""
    numbers: Sequence[str]
    """Counts as words, from zero."""
    durations: Mapping[str, Any]
    """How lengths of time are said."""


def stretch_requests(sources: Sources, wishes: Wishes, content: Content) -> dict[str, object]:
    """Everything that `skill.understanding.slots`, `wish_grammar` and `misheard` look up."""
    return _requests(
        _Said(
            stretches={routine.id: (routine.name, *routine.questions) for routine in content.routines},
            wishes=wishes,
            wishing=sources.files["wishing"],
            slots=sources.slots,
            about=sources.about,
            between=sources.between,
            numbers=sources.numbers,
            durations=sources.durations,
        )
    )


@remembered()
def _requests(said: _Said) -> dict[str, object]:
    wishes, wishing = said.wishes, said.wishing
    slots = {slot: _by_words(values) for slot, values in said.slots.items()}
    slots["stretch"] = _by_words(
        {name: (own, own.removeprefix("the "), *others) for name, (own, *others) in said.stretches.items()}
    )
    routines = _by_words(_more_and_one(said), own=False) | slots["stretch"]
    named: dict[str, Phrases] = {
        "routine": routines,
        "lacked": {words: name for words, name in _by_words(wishes.lacked).items() if not _is_there(words, routines)},
        "purpose": _by_words(wishes.purpose_words, own=False),
        **{_KINDS.get(slot, slot): values for slot, values in slots.items()},
        ASIDE: _by_words(said_aside(wishing), own=False),
        "duration": {words: str(number) for number, others in said.durations["minutes"].items() for words in others},
        "minutes": dict.fromkeys(_lengths(said), ""),
    }
    grammar = wish_grammar(wishing)
    known = {
        word for phrases in (*grammar.words.values(), *named.values()) for phrase in phrases for word in phrase.split()
    }
    having = [(wishing, ("part", "equipment")), *([(wishes.file, ("routine", "lacked"))] if wishes.file else [])]
    misheard = read_mishearings(having, named, known)
    return {
        "slots": {slot: _KINDS.get(slot, slot) for slot in slots},
        "named": {kind: indexed(phrases) for kind, phrases in named.items()},
        "about": {kind: indexed(dict.fromkeys(map(normalise, said.about[kind]), "")) for kind in ABOUT_PHRASES},
        "beside": {"between": said.between} | {kind: said.about[kind] for kind in ABOUT_WORDS},
        "units": said.durations["units"],
        "counts": {words: number for number, others in said.durations["counts"].items() for words in others},
        "grammar": grammar.compiled(),
        "known": " ".join(sorted(known)),
        "misheard": alike(named, BY_LETTER),
        "sounding": alike(named, BY_SOUND),
        "heard as": indexed(misheard.heard_as),
        "everyday": indexed(misheard.everyday),
        "beside a name": {
            place: [*dict.fromkeys(map(normalise, sampled(wishing, {}, templates, "beside", place)))]
            for place, templates in wishing.content.get("beside", {}).items()
        },
    }


def _is_there(words: str, routines: Container[str]) -> bool:
    """Whether what was lacking, called `words`, has become a stretch since: one, or several of it."""
    return words in routines or words.removesuffix("s") in routines


def _by_words(values: Mapping[str, Sequence[str]], *, own: bool = True) -> dict[str, str]:
    """Each value by the words for it, normalised, without an article before them.

    Args:
        values: each, and the other words for it.
        own: whether its own words mean it too.
    """
    index: dict[str, str] = {}
    for value, others in values.items():
        for words in (value, *others) if own else others:
            index.setdefault(_ARTICLE.sub("", normalise(words)), value)
    return index


def _lengths(said: _Said) -> Iterator[str]:
    """Every length of time that can be asked for."""
    durations = said.durations
    yield from (words for others in durations["minutes"].values() for words in others)
    counts: Iterable[str] = (
        *map(normalise, said.numbers),
        *(words for others in durations["counts"].values() for words in others),
        *map(str, range(1, _MOST_MINUTES + 1)),
    )
    yield from (f"{count} {unit}" for count in counts for unit in durations["units"])


def _more_and_one(said: _Said) -> dict[str, tuple[str, ...]]:
    """Words for routines, their names included, as of one and as of more: "the pelvic tilts", "a cat cow"."""
    endings: dict[str, str] = said.wishing.content.get("plurals", {})
    found = {}
    for routine, names in said.stretches.items():
        turned = [form for name in names for form in _turned(name, endings)]
        found[routine] = tuple(dict.fromkeys((*names, *turned, *said.wishes.routines.get(routine, ()))))
    return found


def _turned(words: str, endings: Mapping[str, str]) -> tuple[str, ...]:
    """`words` with the last of them as of more where it is of one, and the other way; none where it ends in neither."""
    for more, one in endings.items():
        if words.endswith(more):
            return (words.removesuffix(more) + one,)
    return next(((words.removesuffix(one) + more,) for more, one in endings.items() if words.endswith(one)), ())

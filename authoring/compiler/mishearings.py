"""What names are misheard as (`heard as`, `everyday`): parts and things in a language, routines in a document."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from authoring.document.yaml_file import YamlFile
from skill.errors import DocumentError, Problem
from skill.understanding.misheard import BY_LETTER, BY_SOUND, Likeness, Misheard, spelling_key, spellings
from skill.understanding.phrase_finder import PhraseFinder, Words
from skill.understanding.phrase_table import PhraseTable, indexed
from skill.understanding.words import normalise

Phrases = Mapping[str, str]
"""Phrases, normalised, to what they stand for."""
_MOST_WORDS = 4
"""Words of a name that is found by what is like it: of longer ones most is heard right."""
_HEARD_AS, _EVERYDAY = "heard as", "everyday"


@dataclass(frozen=True)
class Mishearings:
    """What is taken for names."""

    heard_as: Phrases = field(default_factory=dict)
    """What is said of nothing else, to the name that stands for it wherever it is said."""
    everyday: Phrases = field(default_factory=dict)
    """Words of their own, to the name that they are beside a stretch."""


def read_mishearings(
    sources: Sequence[tuple[YamlFile, Sequence[str]]], named: Mapping[str, Phrases], known: Container[str]
) -> Mishearings:
    """Read and check them.

    Args:
        sources: each file that has some, and the kinds that it has names of.
        named: by kind, the phrases that name something.
        known: words that are never taken for others.

    Raises:
        DocumentError: with every name that there is not, and every entry that could not be of use.
    """
    found: dict[str, dict[str, str]] = {_HEARD_AS: {}, _EVERYDAY: {}}
    useless = _Useless(named, known)
    problems: list[Problem] = []
    for file, kinds in sources:
        names = {name for kind in kinds for name in named[kind]}
        for section, said_as in found.items():
            for name, entries in ((file.content or {}).get(section) or {}).items():
                if name not in names:
                    problems.append(file.problem(f"'{name}' names nothing; write a name that there is", section, name))
                for number, said in enumerate(map(normalise, entries)):
                    why = useless.why(said, name, everyday=section == _EVERYDAY)
                    if said in said_as:
                        why = f"stands under '{said_as[said]}' too"
                    if why:
                        problems.append(file.problem(f"'{said}' {why}; take it out", section, name, number))
                    said_as[said] = name
    if problems:
        raise DocumentError(tuple(problems))
    return Mishearings(found[_HEARD_AS], found[_EVERYDAY])


class _Useless:
    """Says of an entry that would change nothing why that is."""

    def __init__(self, named: Mapping[str, Phrases], known: Container[str]) -> None:
        """Take, by kind, the phrases that name something, and words that are never taken for others."""
        tables = [
            PhraseTable(indexed(phrases)) for kind, phrases in named.items() if kind not in ("duration", "minutes")
        ]
        self._names = PhraseFinder(*tables, words=Words.BARE)
        self._by_letter, self._by_sound = (
            Misheard(PhraseTable(alike(named, likeness)), known, likeness) for likeness in (BY_LETTER, BY_SOUND)
        )

    def why(self, said: str, name: str, *, everyday: bool) -> str:
        """Why `said` needs no listing for `name`; empty if it does."""
        inside = self._names.first(said)
        if inside == said or (inside and everyday):
            return f"has the name '{inside}', which counts as it is"
        found = self._by_letter.mended(said), self._by_sound.mended(said) if everyday else ""
        if not inside and name in found:
            return f"is near enough to '{name}' to be found without being listed"
        return ""


def alike(named: Mapping[str, Phrases], likeness: Likeness) -> dict[str, dict[str, str]]:
    """What `Misheard` looks up to find the `named` parts and routines; by a letter, also what there is none of."""
    kinds = ("stretch", "lacked", "part") if likeness is BY_LETTER else ("stretch", "part")
    names = [name for kind in kinds for name in named[kind] if name.count(" ") < _MOST_WORDS]
    return indexed(spellings(names, likeness), spelling_key)

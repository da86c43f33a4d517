"""The grammar of wishes, `wishing.yaml` of a language: compiled into phrases that are looked up, and frames of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_letters

from authoring.compiler.grammar import sampled
from authoring.document.yaml_file import YamlFile
from skill.errors import DocumentError, Problem
from skill.understanding.phrase_table import indexed
from skill.understanding.wish_grammar import ASIDE, NAMED, UNKNOWN
from skill.understanding.words import normalise

_ROLES = ("light", "seam", "opens", "asks", "tells", "refuses", "none")
"""Kinds that are more than parts of frames."""
_BARRED = ("opens", "asks", "tells", "refuses")
"""Kinds of which no word is part of a wish, unless it is of another kind as well."""
_GAP = 8
"""Words between two parts of a frame, at most."""
_SECTIONS = ("calls", "frames", "mentions", "alone")
_ANY_NAMED = "named"
Phrases = tuple[str, ...]
"""Phrases, normalised."""


@dataclass(frozen=True)
class _Kinds:
    """The letter of each kind of words; a word of several kinds has several letters."""

    letters: Mapping[str, str]

    def of(self, *kinds: str) -> str:
        """A pattern of one word that is of any of these kinds."""
        return rf"(?=\w*[{self.some(*kinds)}])\w+ "

    @property
    def known(self) -> str:
        """The letters of words that may be part of a wish."""
        return self.some(*self._parts)

    def no(self, *kinds: str) -> str:
        """A pattern of one word that is of none of these kinds, or may be part of a wish.

        It fits a word in one way only: of two ways, a long sentence would be tried in all their combinations.
        """
        return rf"(?:(?!(?!\w*[{self.some(*self._parts)}])\w*[{self.some(*kinds)}])\w+ )"

    def none(self, *kinds: str) -> str:
        """A pattern of the place before one word that is of none of these kinds; of any word where there are none."""
        return rf"(?!\w*[{self.some(*kinds)}])" if kinds else ""

    @property
    def _parts(self) -> list[str]:
        return [kind for kind in self.letters if kind not in _BARRED]

    def some(self, *kinds: str) -> str:
        """The letters of these kinds."""
        named = [name for kind in kinds for name in (NAMED if kind == _ANY_NAMED else (kind,))]
        return "".join(self.letters[kind] for kind in named)


@dataclass(frozen=True)
class DeclaredGrammar:
    """The grammar, as it is compiled."""

    letters: Mapping[str, str]
    """Kind of words to its letter."""
    words: Mapping[str, Phrases]
    """Kind of words to its phrases."""
    known: str
    """The letters of words that may be part of a wish."""
    frames: Mapping[str, Sequence[Mapping[str, object]]]
    """By section, what may stand side by side: a `pattern` of letters, and what letters it `needs`, of each one."""

    def compiled(self) -> dict[str, object]:
        """As plain JSON."""
        return {
            "kinds": dict(self.letters),
            "words": {kind: indexed(dict.fromkeys(phrases, "")) for kind, phrases in self.words.items()},
            "known": self.known,
            **self.frames,
        }


def wish_grammar(file: YamlFile) -> DeclaredGrammar:
    """The grammar in a file.

    Raises:
        DocumentError: a template cannot be parsed, or a frame names a kind that there is none of.
    """
    content = file.content or {}
    words: dict[str, list[str]] = content.get("words", {})
    problems = list(_faults(file, words))
    if problems:
        raise DocumentError(tuple(problems))
    kinds = _Kinds(dict(zip((*words, *NAMED, ASIDE), ascii_letters.replace(UNKNOWN, ""), strict=False)))
    return DeclaredGrammar(
        letters=kinds.letters,
        words={
            kind: tuple(dict.fromkeys(map(normalise, sampled(file, {}, templates, "words", kind))))
            for kind, templates in words.items()
        },
        known=kinds.known,
        frames={name: [_frame(frame, kinds) for frame in content.get(name, [])] for name in _SECTIONS},
    )


def said_aside(file: YamlFile) -> dict[str, tuple[str, ...]]:
    """What is said beside a wish, by the name of the prompt that answers it."""
    asides = (file.content or {}).get("asides") or {}
    return {name: sampled(file, {}, templates, "asides", name) for name, templates in asides.items()}


def _faults(file: YamlFile, words: Mapping[str, object]) -> Iterator[Problem]:
    for kind in _ROLES:
        if kind not in words:
            yield file.problem(f"has no words of the kind '{kind}'; add some", "words")
    known = {*words, *NAMED, ASIDE, _ANY_NAMED, "."}
    for section in _SECTIONS:
        for number, frame in enumerate((file.content or {}).get(section, [])):
            for kind in re.split(r"[ |]", re.sub(r" \$-?", " ", frame).strip()):
                if kind.removesuffix("*") not in known - {"."} and kind not in ("~", "."):
                    message = f"'{kind}' is no kind of words; name one of {', '.join(sorted(known - {'.'}))}"
                    yield file.problem(message, section, number)


def _frame(frame: str, kinds: _Kinds) -> dict[str, object]:
    """A frame as a pattern of letters, each word's before a space, from a clause's beginning; and what it needs."""

    def part(element: str) -> str:
        if element == "~":
            return rf"{kinds.no('asks', 'refuses')}{{0,{_GAP}}}?"
        if element == ".":
            return rf"(?:(?=\w*[{kinds.known}])\w+ ){{0,{_GAP}}}?"
        if element.startswith("$"):
            return rf"(?:{kinds.none(*element.split('-')[1:])}{kinds.no(*_BARRED)})*$"
        one = kinds.of(*element.removesuffix("*").split("|"))
        return f"(?:{one})*?" if element.endswith("*") else one

    elements = frame.split()
    needs = [kinds.some(*one.split("|")) for one in elements if one[0] not in "~.$" and not one.endswith("*")]
    return {"pattern": "".join(map(part, elements)), "needs": needs}

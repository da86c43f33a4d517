"""Hears an emergency in an intent's name, in a red flag's own phrases and in a call for help, from memory alone."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from skill.content.model import Tier
from skill.emergency import compiled

_BEFORE = tuple(f"{around} " for around in compiled.AROUND)
_BEHIND = tuple(f" {around}" for around in compiled.AROUND)
"""What changes nothing before a call for help, and behind it."""


def tier_of_intent(name: str) -> Tier | None:
    """How fast the intent `name` must be seen to; None if it is no emergency's."""
    return _tier(compiled.INTENTS.get(name))


def tier_of_flag(flag: str) -> Tier:
    """How fast a red flag must be seen to; one without a name, or unknown, at once."""
    return _tier(compiled.FLAGS.get(flag)) or Tier.NOW


def flag_of_phrase(words: str) -> str:
    """Id of the red flag that `words`, normalised, are a phrase of, word for word; empty if none."""
    return compiled.PHRASES.get(words, "")


def call_for_help(words: str) -> Tier | None:
    """How fast to act on a number or a call for help in `words`, normalised; None where nobody asks for one.

    "Call nine one one, he's on the floor" and "ambulance" ask; "should i call nine one one" talks about it.
    """
    for core in _trimmed(words):
        alone = next((compiled.ALONE[said] for said in _repeated(core) if said in compiled.ALONE), None)
        if alone:
            return _tier(alone)
        if not _names_somebody(core):
            continue
        begun = _ask().match(core)
        if begun and not _talk_after().match(core, begun.end()):
            return _tier(compiled.WHOM[begun["whom"]])
        ended = _call_at_end().search(core)
        if ended and not _talk_before(core[: ended.start()]):
            return _tier(compiled.WHOM[ended["whom"]])
    return None


def without_calls(words: str) -> str:
    """`words`, normalised, without numbers and calls that are only talked about: they are no sign by themselves."""
    if not _names_somebody(words):
        return words
    kept, place = "", 0
    for mention in _mention().finditer(words):
        if _talk_before(words[: mention.start()]) or _talk_after().match(words, mention.end()):
            kept += words[place : mention.start()]
            place = mention.end()
    return " ".join((kept + words[place:]).split())


def _tier(name: str | None) -> Tier | None:
    return Tier(name) if name else None


def _trimmed(words: str) -> Iterator[str]:
    """`words`, then every way of leaving out, before and behind, what changes nothing."""
    found = [words]
    for text in found:
        yield text
        found += [shorter for shorter in _shorter(text) if shorter not in found]


def _shorter(text: str) -> Iterator[str]:
    if text.startswith(_BEFORE) or text.endswith(_BEHIND):
        for before, behind in zip(_BEFORE, _BEHIND, strict=True):
            if text.startswith(before):
                yield text[len(before) :]
            if text.endswith(behind):
                yield text[: -len(behind)]


def _repeated(text: str) -> Iterator[str]:
    """`text`, and whatever it says over and over: "nine nine nine nine nine nine" says "nine nine nine" twice."""
    yield text
    words = text.split()
    for length in range(1, len(words) // 2 + 1):
        if len(words) % length == 0 and words == words[:length] * (len(words) // length):
            yield " ".join(words[:length])


def _names_somebody(text: str) -> bool:
    """Whether any word of `text` is of somebody to call. Most have none, and need not be searched for a call."""
    return not _words_of_whom().isdisjoint(text.split())


@cache
def _words_of_whom() -> frozenset[str]:
    return frozenset(word for phrase in compiled.WHOM for word in phrase.split())


@cache
def _ask() -> re.Pattern[str]:
    return re.compile(rf"{_any_of((*compiled.CALLS, *compiled.ASKS))} {_whom()}\b")


@cache
def _call_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<= ){_any_of(compiled.CALLS)} {_whom()}$")


@cache
def _mention() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of((*compiled.CALLS, *compiled.ASKS))} )?{_whom()}\b")


def _talk_before(words: str) -> bool:
    """Whether a call that follows `words` is only talked about."""
    return f" {words.rstrip()}".endswith(tuple(f" {said}" for said in compiled.TALK_BEFORE))


@cache
def _talk_after() -> re.Pattern[str]:
    return re.compile(rf" {_any_of(compiled.TALK_AFTER)}\b")


@cache
def _whom() -> str:
    return rf"(?:{_any_of(compiled.ARTICLES)} )?(?P<whom>{_any_of(compiled.WHOM)})"


def _any_of(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"

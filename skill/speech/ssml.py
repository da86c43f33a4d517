"""What SSML says: its tags one by one, and the words that are heard.

It reads anything and never raises. A tag it does not know is passed over and what stands inside is read; a tag that
never closes lasts to the end; a `<` that opens no tag is silent.
"""

import re
from functools import lru_cache
from typing import NamedTuple

# Neither Amazon nor the W3C gives the named rates a number; these were measured on the synthesiser that
# `benchmarks/speech_clock` measures by.
_NAMED_RATES = {
    "x-slow": 0.6,
    "slow": 0.8,
    "medium": 1.0,
    "default": 1.0,
    "fast": 1.25,
    "x-fast": 1.6,
}
# Percentages outside the range that Amazon Polly documents are read as its ends.
_SLOWEST, _FASTEST = 0.2, 2.0
# Strong was measured likewise; Amazon's SSML reference has moderate slow less, and reduced speed up.
_EMPHASIS = {"strong": 0.8, "moderate": 0.85, "reduced": 1.05, "none": 1.0}

_TAG = re.compile(r"""(<!--[^<>]*+>|<[!?/]?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*+>)""", re.DOTALL)
_NAME = re.compile(r"<(/?)([A-Za-z][\w:.-]*)")
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TIME = re.compile(r"\s*\+?(\d{0,6}(?:\.\d{1,6})?)(ms|s)\s*\Z", re.IGNORECASE)
_PERCENT = re.compile(r"\s*([+-]?)(\d{1,4}(?:\.\d{1,6})?)%\s*\Z")
_BOUNDARIES = {"p": "x-strong", "s": "strong"}
"""How strong a break the end of one is, as the Alexa Skills Kit's SSML reference explains the strengths."""
_APART = frozenset({"p", "s", "break", "audio", "speak"})
_SPELLED = frozenset({"characters", "spell-out", "digits", "telephone"})


class Tag(NamedTuple):
    """One tag, read once."""

    name: str
    """In lower case; empty for comments and the like."""
    closes: bool
    """A closing tag."""
    empty: bool
    """A tag that has no content, as in <break/>."""
    fixed: float | None
    """Seconds of <break time>, the same for every voice."""
    strength: str | None
    """How strong a break without a time is, or the end of a paragraph or sentence."""
    rate: float | None
    """The speed <prosody> asks for, as a share of the voice's own."""
    emphasis: float
    """By how much <emphasis> changes the speed; 1 leaves it."""
    alias: str | None
    """What <sub> has said in place of its content."""
    spelled: bool
    """<say-as> reads its content character by character."""


def pieces(ssml: str) -> list[str]:
    """Split `ssml` into text and tags, in turns; text first, even where there is none."""
    return _TAG.split(ssml)


def plain_text(ssml: str) -> str:
    """Return the words heard: tags gone, <sub> by its alias, entities decoded, single spaces."""
    heard: list[str] = []
    replaced = False
    for index, piece in enumerate(pieces(ssml)):
        if not index % 2:
            heard.append("" if replaced else unescaped(piece))
            replaced = False
            continue
        tag = read_tag(piece)
        if tag.name in _APART:
            heard.append(" ")
        elif tag.alias is not None:
            heard.append(tag.alias)
            replaced = not tag.empty
    return " ".join("".join(heard).split())


@lru_cache(maxsize=2048)
def read_tag(source: str) -> Tag:
    """Read one tag; anything it does not understand is as if it were not there."""
    found = _NAME.match(source)
    name = found[2].lower() if found else ""
    attributes = {key.lower(): unescaped(double or single) for key, double, single in _ATTRIBUTE.findall(source)}
    closes = bool(found and found[1])
    is_break = name == "break" and not closes
    return Tag(
        name=name,
        closes=closes,
        empty=source.endswith("/>"),
        fixed=_length(attributes.get("time", "")) if is_break else None,
        strength=attributes.get("strength", "medium") if is_break else _BOUNDARIES.get(name),
        rate=_rate(attributes.get("rate", "")) if name == "prosody" else None,
        emphasis=_emphasis(attributes) if name == "emphasis" else 1.0,
        alias=attributes.get("alias") if name == "sub" else None,
        spelled=attributes.get("interpret-as", "") in _SPELLED,
    )


def unescaped(text: str) -> str:
    """Return the text with its entities decoded."""
    if "&" not in text:
        return text
    from html import unescape  # noqa: PLC0415 - two thousand names to import, and few texts have any

    return unescape(text)


def _emphasis(attributes: dict[str, str]) -> float:
    """Return by how much an emphasis changes the speed; moderate where it does not say."""
    return _EMPHASIS.get(attributes.get("level", "moderate"), 1.0)


def _length(time: str) -> float | None:
    """Return the seconds of a break's time, or None where it is not one."""
    found = _TIME.match(time)
    if not found or not found[1]:
        return None
    return float(found[1]) / (1000.0 if found[2].lower() == "ms" else 1.0)


def _rate(rate: str) -> float | None:
    """Return a speed as a share of the voice's own, or None where it is not one."""
    named = _NAMED_RATES.get(rate.strip().lower())
    if named is not None:
        return named
    found = _PERCENT.match(rate)
    if not found:
        return None
    share = float(found[2]) / 100.0
    if found[1]:
        share = 1.0 + share if found[1] == "+" else 1.0 - share
    return min(max(share, _SLOWEST), _FASTEST)

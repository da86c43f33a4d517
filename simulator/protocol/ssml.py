"""Reading SSML: is it well formed, and what would be heard."""

import re
from xml.etree import ElementTree

Element = ElementTree.Element
"""A parsed SSML element."""

_PREFIXED = re.compile(r"(</?)(amazon|alexa):")
_BLOCKS = frozenset({"p", "s", "break", "speak"})


class SsmlError(ValueError):
    """The SSML is not well formed; a device would play nothing."""


def parse(ssml: str) -> Element:
    """Return the root of `ssml`; SsmlError if it is not well formed.

    Amazon's own tags keep their prefix with an underscore: `amazon:effect` becomes `amazon_effect`.
    """
    if "<!" in ssml:
        raise SsmlError("declarations and comments have no place in SSML")
    try:
        # The text comes from the skill beside us; without declarations no entity can expand.
        return ElementTree.fromstring(_PREFIXED.sub(r"\1\2_", ssml))  # noqa: S314
    except ElementTree.ParseError as error:
        line, column = error.position
        raise SsmlError(f"not well formed at line {line}, column {column}") from error


def plain_text(ssml: str) -> str:
    """Return the words that are heard, without tags; SsmlError if `ssml` is not well formed."""
    return re.sub(r"\s+([.,;:?!])", r"\1", " ".join("".join(_texts(parse(ssml))).split()))


def _texts(element: Element) -> list[str]:
    alias = element.get("alias") if element.tag == "sub" else None
    inner = [alias] if alias is not None else [element.text or ""]
    if alias is None:
        for child in element:
            inner.extend((*_texts(child), child.tail or ""))
    return [" ", *inner, " "] if element.tag in _BLOCKS else inner

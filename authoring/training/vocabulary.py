"""Which word pieces of the pretrained encoder are kept: those that speech can hold."""

import re
from collections.abc import Iterable

_SPOKEN_PIECE = re.compile(r"^(?:##)?[a-z0-9]+$|^'$")
_SPECIAL = ("[UNK]", "[CLS]", "[SEP]")


def kept_pieces(known: Iterable[str]) -> list[str]:
    """The pieces of lower-case letters, digits and apostrophes, in order, after the markers."""
    return [*_SPECIAL, *sorted(piece for piece in known if _SPOKEN_PIECE.match(piece))]

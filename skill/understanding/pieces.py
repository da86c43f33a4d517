"""Words to the word pieces of the encoder's vocabulary (WordPiece, longest match first)."""

from collections.abc import Mapping

LONGEST = 48
"""Word pieces of an utterance that are read; a speaker's breath ends sooner."""
_LONGEST_WORD = 64
"""Letters. What is longer is no word, and would be tried in all its parts."""


def split_pieces(text: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Rows of the word pieces of `text` (already normalised), with the markers around them.

    Wu and others 2016, "Google's Neural Machine Translation System", section 4.1, names the method.
    """
    rows = [vocabulary["[CLS]"]]
    for word in text.replace("'", " ' ").split():
        rows += _split(word, vocabulary) if len(word) <= _LONGEST_WORD else [vocabulary["[UNK]"]]
        if len(rows) >= LONGEST:
            break
    return [*rows[: LONGEST - 1], vocabulary["[SEP]"]]


def _split(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    rows: list[int] = []
    start = 0
    while start < len(word):
        prefix = "##" if start else ""
        for end in range(len(word), start, -1):
            row = vocabulary.get(prefix + word[start:end])
            if row is not None:
                rows.append(row)
                start = end
                break
        else:
            return [vocabulary["[UNK]"]]
    return rows

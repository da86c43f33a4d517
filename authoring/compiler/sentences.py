"""Sentences of the grammar, each parsed once: who compiles after every edit has most of them already."""

from functools import cache

from hassil import parse_expression
from hassil.expression import Sentence


@cache
def parse_sentence(text: str) -> Sentence:
    """The sentence that `text` writes down. Nobody may change it: whoever writes the same gets the same one."""
    return parse_expression.parse_sentence(text)

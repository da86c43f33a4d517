"""Markdown text to a flat list of blocks, each with the line it came from."""

import re
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from authoring.remembering import remembered

_ANCHOR = re.compile(r"^(?P<title>.*?)\s*\{#(?P<anchor>[^}]*)\}\s*$")


class BlockKind(StrEnum):
    """What a block is in the source."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or list item."""

    kind: BlockKind
    """What it is."""
    level: int
    """Heading level from 1, or list depth from 1; 0 for a paragraph."""
    text: str
    """Its words on one line, without the anchor."""
    anchor: str
    """The `{#id}` behind a heading; empty where there is none."""
    line: int
    """Its first line in the file, counted from 1."""


@remembered(keep=256)
def parse_blocks(text: str) -> tuple[Block, ...]:
    """Split Markdown `text` into blocks in reading order; a file that was not edited since is not parsed again."""
    blocks: list[Block] = []
    depth = 0
    kind, level = BlockKind.PARAGRAPH, 0
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "heading_open":
            kind, level = BlockKind.HEADING, int(token.tag[1:])
        elif token.type == "bullet_list_open":
            depth += 1
        elif token.type == "bullet_list_close":
            depth -= 1
        elif token.type == "paragraph_open":
            kind, level = (BlockKind.ITEM, depth) if depth else (BlockKind.PARAGRAPH, 0)
        elif token.type == "inline":
            blocks.append(_block(kind, level, token))
    return tuple(blocks)


def _block(kind: BlockKind, level: int, token: Token) -> Block:
    words = " ".join(token.content.split())
    anchor = ""
    if kind is BlockKind.HEADING and (match := _ANCHOR.match(words)):
        words, anchor = match["title"], match["anchor"]
    line = token.map[0] + 1 if token.map else 0
    return Block(kind, level, words, anchor, line)

"""Blocks to entries: a heading with its paragraphs and its `- Name: value` fields.

Every source document has this one form, so a new kind of document needs no new parser.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.document.blocks import Block, BlockKind, parse_blocks
from skill.errors import DocumentError, Problem


@dataclass(frozen=True)
class Field:
    """One `- Name: value` line, or a name with a nested list."""

    name: str
    """What stands before the colon, in lower case."""
    value: str
    """What stands behind it; empty for a nested list."""
    items: tuple[str, ...]
    """The nested list, if any."""
    line: int
    """Its line in the file."""


@dataclass(frozen=True)
class Entry:
    """One heading and all that stands under it, up to the next heading."""

    path: Path
    """The file it stands in."""
    level: int
    """Heading level, 1 to 6."""
    title: str
    """The heading's words."""
    id: str
    """The heading's anchor; the title itself where it is a bare name."""
    paragraphs: tuple[str, ...]
    """The paragraphs, in order."""
    fields: tuple[Field, ...]
    """The fields, in order; a name may come more than once."""
    line: int
    """The heading's line."""

    def all(self, name: str) -> tuple[Field, ...]:
        """Every field of that name."""
        return tuple(field for field in self.fields if field.name == name)

    def value(self, name: str) -> str:
        """The first field of that name, or an empty string."""
        return next((field.value for field in self.all(name)), "")

    def words(self, name: str) -> tuple[str, ...]:
        """The first field of that name, split at its commas."""
        return tuple(word.strip() for word in self.value(name).split(",") if word.strip())

    def items(self, name: str) -> tuple[str, ...]:
        """The nested list under the first field of that name."""
        return next((field.items for field in self.all(name)), ())

    def labelled(self, label: str) -> str:
        """The paragraph that begins with `label:`, without the label."""
        start = f"{label}: "
        found = (text for text in self.paragraphs if text.startswith(start))
        return next((text.removeprefix(start) for text in found), "")

    def unknown_fields(self, what: str, known: Iterable[str]) -> Iterator[Problem]:
        """Fields with a name that `what` has no use for: each would silently do nothing."""
        names = tuple(known)
        for field in self.fields:
            if field.name not in names:
                message = f"no {what} has '{field.name}'; it has {', '.join(names)}"
                yield self.problem(message, field.line)

    def problem(self, message: str, line: int | None = None) -> Problem:
        """A fault at this entry, or at one of its lines."""
        return Problem(self.path, self.line if line is None else line, message)


def read_entries(path: Path) -> list[Entry]:
    """Read one Markdown file.

    Raises:
        DocumentError: the file is missing, empty, not UTF-8, or has a field without a name or a line below the fields.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DocumentError((Problem(path, 0, f"cannot be read ({error.strerror})"),)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DocumentError((Problem(path, line, "is not UTF-8; save it as UTF-8"),)) from error
    blocks = parse_blocks(text)
    if not any(block.kind is BlockKind.HEADING for block in blocks):
        message = "has no heading; begin with '# Title'"
        raise DocumentError((Problem(path, 1, message),))
    starts = [n for n, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    ends = [*starts[1:], len(blocks)]
    return [_entry(path, blocks[a:b]) for a, b in zip(starts, ends, strict=True)]


def _entry(path: Path, blocks: Sequence[Block]) -> Entry:
    heading, *rest = blocks
    after = next((n for n, block in enumerate(rest) if block.kind is BlockKind.ITEM), len(rest))
    stray = [block for block in rest[after:] if block.kind is BlockKind.PARAGRAPH]
    if stray:
        message = f"'{stray[0].text}' stands below the fields; put it above them, where it is spoken, or take it out"
        raise DocumentError((Problem(path, stray[0].line, message),))
    paragraphs = tuple(b.text for b in rest if b.kind is BlockKind.PARAGRAPH)
    return Entry(
        path=path,
        level=heading.level,
        title=heading.text,
        id=heading.anchor or heading.text,
        paragraphs=paragraphs,
        fields=_fields(path, [b for b in rest if b.kind is BlockKind.ITEM]),
        line=heading.line,
    )


def _fields(path: Path, items: list[Block]) -> tuple[Field, ...]:
    fields: list[Field] = []
    for block in items:
        if block.level > 1 and fields:
            last = fields[-1]
            fields[-1] = Field(last.name, last.value, (*last.items, block.text), last.line)
            continue
        name, colon, value = block.text.partition(":")
        if not colon:
            message = f"'{block.text}' has no name; write it as '- Name: {block.text}'"
            raise DocumentError((Problem(path, block.line, message),))
        fields.append(Field(name.strip().lower(), value.strip(), (), block.line))
    return tuple(fields)

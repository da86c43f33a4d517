"""`gaps.md`, `referrals.md` and `red-flags.md`: what the skill must not answer, and what comes first."""

from pathlib import Path

from authoring.document.entries import Entry, read_entries
from skill.content.model import Gap, RedFlag, Referral, Tier
from skill.errors import DocumentError, Problem


def read_gaps(path: Path) -> tuple[Gap, ...]:
    """Read what the article does not say."""
    entries = _required(path, ("nearest",), lists=("questions",))
    return tuple(Gap(entry.id, entry.title, entry.value("nearest"), entry.items("questions")) for entry in entries)


def read_referrals(path: Path) -> tuple[Referral, ...]:
    """Read what only a professional can decide."""
    entries = _required(path, ("ask",), lists=("questions",))
    return tuple(
        Referral(
            id=entry.id,
            topic=entry.title,
            say=" ".join(entry.paragraphs),
            ask=entry.value("ask"),
            questions=entry.items("questions"),
        )
        for entry in entries
    )


def read_red_flags(path: Path) -> tuple[RedFlag, ...]:
    """Read the red flags.

    Raises:
        DocumentError: one has no source, no phrases or an unknown tier.
    """
    entries = _required(path, ("tier",), lists=("sources", "phrases"))
    problems = [
        entry.problem(f"tier '{entry.value('tier')}' is none of {', '.join(Tier)}")
        for entry in entries
        if entry.value("tier") not in set(Tier)
    ]
    if problems:
        raise DocumentError(tuple(problems))
    return tuple(
        RedFlag(
            id=entry.id,
            sign=entry.title,
            tier=Tier(entry.value("tier")),
            sources=entry.items("sources"),
            phrases=entry.items("phrases"),
        )
        for entry in entries
    )


def _required(path: Path, values: tuple[str, ...], lists: tuple[str, ...]) -> list[Entry]:
    entries = [entry for entry in read_entries(path) if entry.level == 3]
    problems: list[Problem] = []
    for entry in entries:
        missing = [name for name in values if not entry.value(name)]
        missing += [name for name in lists if not entry.items(name)]
        problems += [entry.problem(f"has no '{name}'; add '- {name.capitalize()}: …'") for name in missing]
    if problems:
        raise DocumentError(tuple(problems))
    return entries

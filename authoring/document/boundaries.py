"""`gaps.md`, `referrals.md` and `red-flags.md`: what the skill must not answer, and what comes first."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from authoring.document.entries import Entry, read_entries
from skill.content.model import (
    ArticleOnReferral,
    BeforeRoutine,
    DuringRoutine,
    Gap,
    RedFlag,
    Referral,
    ReferralSubject,
    Tier,
)
from skill.errors import DocumentError, Problem

_REFERRAL_WORDS = ("ask", "questions")
_GAP_FIELDS = ("nearest", "questions")
_FLAG_FIELDS = ("tier", "sources", "phrases", "aloud")
_ALOUD = ("", "no")
"""What `Aloud` may be; left out, the sign is named."""
_REFERRAL_CHOICES: dict[str, type[StrEnum]] = {
    "before a stretch": BeforeRoutine,
    "in a stretch": DuringRoutine,
    "about": ReferralSubject,
    "the article": ArticleOnReferral,
}


def read_gaps(path: Path) -> tuple[Gap, ...]:
    """Read what the article does not say.

    Raises:
        DocumentError: a gap lacks something, or has what no gap has.
    """
    entries = _required(path, ("nearest",), lists=("questions",))
    problems = [problem for entry in entries for problem in entry.unknown_fields("gap", _GAP_FIELDS)]
    if problems:
        raise DocumentError(tuple(problems))
    return tuple(Gap(entry.id, entry.title, entry.value("nearest"), entry.items("questions")) for entry in entries)


def read_referrals(path: Path) -> tuple[Referral, ...]:
    """Read what only a professional can decide.

    Raises:
        DocumentError: one names nobody to ask, or something that no referral says.
    """
    entries = _required(path, ("ask",), lists=("questions",))
    problems = [problem for entry in entries for problem in _referral_faults(entry)]
    if problems:
        raise DocumentError(tuple(problems))
    return tuple(
        Referral(
            id=entry.id,
            topic=entry.title,
            say=" ".join(entry.paragraphs),
            ask=entry.value("ask"),
            before_routine=BeforeRoutine(entry.value("before a stretch") or BeforeRoutine.START),
            during_routine=DuringRoutine(entry.value("in a stretch") or DuringRoutine.GO_ON),
            about=ReferralSubject(entry.value("about") or ReferralSubject.DECISION),
            article=ArticleOnReferral(entry.value("the article") or ArticleOnReferral.LEFT_OUT),
            questions=entry.items("questions"),
        )
        for entry in entries
    )


def _referral_faults(entry: Entry) -> Iterator[Problem]:
    """A field that no referral has, or a value that its field cannot take: either would silently do nothing."""
    for field in entry.fields:
        if field.name in _REFERRAL_CHOICES:
            choices = list(_REFERRAL_CHOICES[field.name])
            if field.value not in choices:
                wrong = f"'{field.name}' is '{field.value}'; write {' | '.join(choices)}"
                yield entry.problem(wrong, field.line)
    yield from entry.unknown_fields("referral", (*_REFERRAL_WORDS, *_REFERRAL_CHOICES))


def read_red_flags(path: Path) -> tuple[RedFlag, ...]:
    """Read the red flags.

    Raises:
        DocumentError: one has no source, no phrases, an unknown tier, or what no red flag has.
    """
    entries = _required(path, ("tier",), lists=("sources", "phrases"))
    problems = [
        entry.problem(f"tier '{entry.value('tier')}' is none of {', '.join(Tier)}")
        for entry in entries
        if entry.value("tier") not in set(Tier)
    ]
    problems += [
        entry.problem(f"'Aloud' is '{entry.value('aloud')}'; write 'no', or leave it out")
        for entry in entries
        if entry.value("aloud") not in _ALOUD
    ]
    problems += [problem for entry in entries for problem in entry.unknown_fields("red flag", _FLAG_FIELDS)]
    if problems:
        raise DocumentError(tuple(problems))
    return tuple(
        RedFlag(
            id=entry.id,
            sign="" if entry.value("aloud") else entry.title,
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

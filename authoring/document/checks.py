"""What must hold within a document. A check is a function from the document to its faults."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from authoring.document.places import Places
from authoring.document.properties import FILE, Properties
from authoring.document.yaml_file import read_yaml
from skill.content.model import BeforeRoutine, Content, Part, Position, ReferralSubject, Step
from skill.errors import Problem

_ANSWER_WORDS = 45
"""An answer and one neighbour's short form have to fit 75 words, thirty seconds of speech."""
_CUE_WORDS = 35
"""The most words before a step's first pause; a listener on the floor keeps no more in mind."""
_SPOKEN = re.compile(r"[*_#`<>&/\d]|https?:")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KINDS = ("gap-", "refer-", "urgent-", "cmd-", "talk-", "off-")
"""How ids begin that are no statement's and no stretch's: a label's beginning tells what it is."""


@dataclass(frozen=True)
class Document:
    """A document, as it was read."""

    content: Content
    """What it says."""
    properties: Properties
    """What holds for it as a whole."""
    heading: str
    """The heading of `article.md`."""
    homes: tuple[Path, Path]
    """The folder of its language, which has what holds for any document, and its own."""

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.homes[1]

    def of(self, property_name: str, message: str) -> Problem:
        """A fault at a line of `document.yaml`."""
        return read_yaml(self.folder / FILE).problem(message, property_name)


_Fault = tuple[str, str] | Problem
"""The id that the fault stands at, and the message; or all of it."""


def check(document: Document) -> list[Problem]:
    """Run every check; an empty list means the document may be compiled."""
    places = Places(*reversed(document.homes))
    faults = [fault for check in CHECKS for fault in check(document)]
    return [fault if isinstance(fault, Problem) else places.problem(*fault) for fault in faults]


def _title_is_the_heading(document: Document) -> Iterator[_Fault]:
    if document.heading != document.properties.title:
        title = document.properties.title
        message = f"is headed '{document.heading}', and 'title' in {FILE} is '{title}'; make them one"
        yield Problem(document.folder / "article.md", 1, message)


def _ids_are_unique(document: Document) -> Iterator[_Fault]:
    ids = Counter(_ids(document.content))
    for name, count in ids.items():
        if count > 1:
            yield name, f"the id '{name}' is used {count} times; give each its own"


def _ids_tell_their_kind(document: Document) -> Iterator[_Fault]:
    content = document.content
    beginnings: dict[str, list[str]] = {
        "gap-": [gap.id for gap in content.gaps],
        "refer-": [referral.id for referral in content.referrals],
        "urgent-": [red_flag.id for red_flag in content.red_flags],
    }
    for beginning, ids in beginnings.items():
        for name in ids:
            if not name.startswith(beginning):
                yield name, f"the id '{name}' does not begin with '{beginning}'; let it"
    for name in (*(statement.id for statement in content.statements), *(routine.id for routine in content.routines)):
        if name.startswith(_KINDS):
            yield name, f"the id '{name}' begins as that of another kind does ({', '.join(_KINDS)}); change it"
    for name in _ids(content):
        if not all(_ID.fullmatch(part) for part in name.split("/")):
            yield name, f"the id '{name}' is not of small letters, figures and single hyphens; write it so"


def _references_exist(document: Document) -> Iterator[_Fault]:
    content = document.content
    statements = {statement.id for statement in content.statements}
    routines = {routine.id for routine in content.routines}
    studies = {study.id for study in content.studies}
    for key, names in (("sources", (content.sources,)), ("complaint", content.complaint)):
        yield from (
            document.of(key, f"'{key}' names '{name}', which is no statement")
            for name in names
            if name and name not in statements
        )
    for statement in content.statements:
        for name in (*statement.neighbours, *([statement.joined] if statement.joined else [])):
            if name not in statements:
                yield statement.id, f"'With' or 'And' names '{name}', which is no statement"
        if statement.offer not in statements | routines:
            yield statement.id, f"'Next' names '{statement.offer}', no statement and no stretch"
        if statement.study and statement.study not in studies:
            yield statement.id, f"'Study' names '{statement.study}', which is not among the studies"
    for gap in content.gaps:
        if gap.nearest not in statements:
            yield gap.id, f"'Nearest' names '{gap.nearest}', which is no statement"
    for routine in content.routines:
        for step in routine.steps:
            if step.why not in statements:
                yield step.id, f"'Why' names '{step.why}', which is no statement"


def _exclusions_ask_first(document: Document) -> Iterator[_Fault]:
    content = document.content
    asking = {referral.id for referral in content.referrals if referral.before_routine is BeforeRoutine.ASK_FIRST}
    for routine in content.routines:
        if bool(routine.not_for) != bool(routine.exclusions):
            yield routine.id, "'Not for' needs its sentence, and below it each condition as 'i'm pregnant: refer-…'"
        for exclusion in routine.exclusions:
            if not exclusion.told or exclusion.referral not in asking:
                yield (
                    routine.id,
                    f"'Not for' names '{exclusion.referral}', no referral before which a stretch asks first",
                )


def _stretches_are_in_order(document: Document) -> Iterator[_Fault]:
    """Nothing twice, no effort before something warms up, and down on the floor and up again once."""
    for routine in document.content.routines:
        done: list[Step] = []
        for step in routine.steps:
            if any((earlier.sides, earlier.cues) == (step.sides, step.cues) for earlier in done):
                yield step.id, "comes twice in this stretch; take one out"
            if step.part is Part.STRENGTH and not any(earlier.part in _WARMING for earlier in done):
                yield step.id, "takes effort, and nothing before it warms up; put a gentle movement first"
            done.append(step)
        changes = [kind for kind, _ in groupby(step.part for step in routine.steps if step.part in _DOWN_AND_UP)]
        if routine.position is Position.FLOOR and tuple(changes) != _DOWN_AND_UP:
            yield (
                routine.id,
                "is on the floor, and does not get down once and up once; keep what is done there together",
            )


_WARMING = (Part.WARM_UP, Part.MOVEMENT)
_DOWN_AND_UP = (Part.GETTING_DOWN, Part.GETTING_UP)


def _one_referral_is_about_pain(document: Document) -> Iterator[_Fault]:
    of_pain = [referral.id for referral in document.content.referrals if referral.about is ReferralSubject.PAIN]
    for name in of_pain[1:]:
        yield name, f"is about pain, as '{of_pain[0]}' is; leave it to one of them"


def _facts_are_covered(document: Document) -> Iterator[_Fault]:
    statements, count = document.content.statements, document.properties.facts
    facts = set(range(1, count + 1))
    said = set(chain.from_iterable(statement.facts for statement in statements))
    for number in sorted(facts - said):
        yield document.of("facts", f"fact {number} of the article is in no statement; say it in one")
    for statement in statements:
        for number in sorted(set(statement.facts) - facts):
            yield statement.id, f"there is no fact {number}; they run from 1 to {count}"


def _answers_are_short(document: Document) -> Iterator[_Fault]:
    for statement in document.content.statements:
        words = len(statement.say.split())
        if words > _ANSWER_WORDS:
            yield statement.id, f"the answer has {words} words; {_ANSWER_WORDS} can be listened to"


def _steps_pause_early(document: Document) -> Iterator[_Fault]:
    for routine in document.content.routines:
        for step in routine.steps:
            words = max(len(text.split()) for text in (step.cues[0].text, step.easier, step.harder))
            if words > _CUE_WORDS:
                yield step.id, f"says {words} words before its first pause; {_CUE_WORDS} at most"


def _words_can_be_spoken(document: Document) -> Iterator[_Fault]:
    for where, text in _spoken(document.content):
        if found := _SPOKEN.search(text):
            yield where, f"'{found[0]}' cannot be spoken; write it in words"


def _ids(content: Content) -> Iterator[str]:
    for group in (content.statements, content.gaps, content.referrals):
        yield from (entry.id for entry in group)
    yield from (flag.id for flag in content.red_flags)
    for routine in content.routines:
        yield routine.id
        yield from (step.id for step in routine.steps)


def _spoken(content: Content) -> Iterator[tuple[str, str]]:
    for statement in content.statements:
        for text in (statement.topic, statement.say, statement.more, statement.brief):
            yield statement.id, text
    for gap in content.gaps:
        yield gap.id, gap.topic
    for referral in content.referrals:
        yield referral.id, f"{referral.topic} {referral.say} {referral.ask}"
    for flag in content.red_flags:
        yield flag.id, flag.sign
    for routine in content.routines:
        yield (
            routine.id,
            f"{routine.name} {routine.setup} {routine.back} {routine.caution} {routine.not_for} {routine.finish}",
        )
        for step in routine.steps:
            yield step.id, " ".join((step.name, step.how, step.easier, step.harder, step.feel, step.come_out))
            yield from ((step.id, text) for cue in step.cues for text in (cue.text, *cue.encouragements, *cue.gently))


CHECKS: tuple[Callable[[Document], Iterator[_Fault]], ...] = (
    _title_is_the_heading,
    _ids_are_unique,
    _ids_tell_their_kind,
    _references_exist,
    _exclusions_ask_first,
    _stretches_are_in_order,
    _one_referral_is_about_pain,
    _facts_are_covered,
    _answers_are_short,
    _steps_pause_early,
    _words_can_be_spoken,
)

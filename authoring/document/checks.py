"""What must hold across the documents. A check is a function from the document to its faults."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from skill.content.model import Content
from skill.errors import Problem

_ANSWER_WORDS = 45
"""An answer and one neighbour's short form have to fit 75 words, thirty seconds of speech."""
_CUE_WORDS = 35
"""The most words before a step's first pause; a listener on the floor keeps no more in mind."""
_FACTS = 30
"""The article's facts, numbered 1 to 30."""
_SPOKEN = re.compile(r"[*_#`<>&/\d]|https?:")

_Fault = tuple[str, str]
"""What in the source the fault stands at (an id), and the message."""


def check(document: Content, folder: Path) -> list[Problem]:
    """Run every check; an empty list means the documents may be compiled."""
    faults = [fault for one in CHECKS for fault in one(document)]
    return [_locate(folder, where, message) for where, message in faults]


def _locate(folder: Path, where: str, message: str) -> Problem:
    """Find the line that carries the id, so that the message can point at it."""
    anchor = f"{{#{where.rpartition('/')[2]}}}"
    for path in sorted(folder.rglob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if anchor in line:
                return Problem(path, number, message)
    return Problem(folder, 0, f"{where}: {message}")


def _ids_are_unique(document: Content) -> Iterator[_Fault]:
    ids = Counter(_ids(document))
    for name, count in ids.items():
        if count > 1:
            yield name, f"the id '{name}' is used {count} times; give each its own"


def _references_exist(document: Content) -> Iterator[_Fault]:
    statements = {statement.id for statement in document.statements}
    routines = {routine.id for routine in document.routines}
    studies = {study.id for study in document.studies}
    for statement in document.statements:
        for name in (*statement.neighbours, *([statement.joined] if statement.joined else [])):
            if name not in statements:
                yield statement.id, f"'With' or 'And' names '{name}', which is no statement"
        if statement.offer not in statements | routines:
            yield statement.id, f"'Next' names '{statement.offer}', no statement and no stretch"
        if statement.study and statement.study not in studies:
            yield statement.id, f"'Study' names '{statement.study}', which is not among the studies"
    for gap in document.gaps:
        if gap.nearest not in statements:
            yield gap.id, f"'Nearest' names '{gap.nearest}', which is no statement"
    for routine in document.routines:
        for step in routine.steps:
            if step.why not in statements:
                yield step.id, f"'Why' names '{step.why}', which is no statement"


def _facts_are_covered(document: Content) -> Iterator[_Fault]:
    said = set(chain.from_iterable(statement.facts for statement in document.statements))
    for number in sorted(set(range(1, _FACTS + 1)) - said):
        yield document.title, f"fact {number} of the article is in no statement"
    for statement in document.statements:
        for number in sorted(set(statement.facts) - set(range(1, _FACTS + 1))):
            yield statement.id, f"there is no fact {number}; they run from 1 to {_FACTS}"


def _answers_are_short(document: Content) -> Iterator[_Fault]:
    for statement in document.statements:
        words = len(statement.say.split())
        if words > _ANSWER_WORDS:
            yield statement.id, f"the answer has {words} words; {_ANSWER_WORDS} can be listened to"


def _steps_pause_early(document: Content) -> Iterator[_Fault]:
    for routine in document.routines:
        for step in routine.steps:
            words = len(step.cues[0].text.split())
            if words > _CUE_WORDS:
                yield step.id, f"says {words} words before its first pause; {_CUE_WORDS} at most"


def _words_can_be_spoken(document: Content) -> Iterator[_Fault]:
    for where, text in _spoken(document):
        if found := _SPOKEN.search(text):
            yield where, f"'{found[0]}' cannot be spoken; write it in words"


def _ids(document: Content) -> Iterator[str]:
    for group in (document.statements, document.gaps, document.referrals):
        yield from (entry.id for entry in group)
    yield from (flag.id for flag in document.red_flags)
    for routine in document.routines:
        yield routine.id
        yield from (step.id for step in routine.steps)


def _spoken(document: Content) -> Iterator[_Fault]:
    for statement in document.statements:
        for text in (statement.topic, statement.say, statement.more, statement.brief):
            yield statement.id, text
    for gap in document.gaps:
        yield gap.id, gap.topic
    for referral in document.referrals:
        yield referral.id, f"{referral.topic} {referral.say} {referral.ask}"
    for flag in document.red_flags:
        yield flag.id, flag.sign
    for routine in document.routines:
        yield routine.id, f"{routine.name} {routine.setup} {routine.back} {routine.caution} {routine.finish}"
        for step in routine.steps:
            yield step.id, " ".join((step.name, step.how, step.easier))
            yield from ((step.id, cue.text) for cue in step.cues)


CHECKS: tuple[Callable[[Content], Iterator[_Fault]], ...] = (
    _ids_are_unique,
    _references_exist,
    _facts_are_covered,
    _answers_are_short,
    _steps_pause_early,
    _words_can_be_spoken,
)

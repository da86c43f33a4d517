"""`stretches/*.md` to routines."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from authoring.document.entries import Entry, Field, read_entries
from skill.content.model import Cue, CueKind, Exclusion, Part, Position, Routine, Step
from skill.errors import DocumentError, Problem

_CUE_KINDS = {
    "move": CueKind.MOVE,
    "hold": CueKind.HOLD,
    "repeat": CueKind.REPEAT,
    "keep on": CueKind.KEEP_ON,
}
_GENTLY = "keep on gently"
"""The field that follows a `Keep on` with what is said to somebody who is puffed."""
_AS = "as"
"""The field that takes everything of a step, but its name, from another."""
_COME_OUT = "come out"
"""The field with how to come out of a step that is left in the middle."""
_NOT_FOR = "not for"
"""The field with whom a stretch is not for; below it, how each of them tells, and the referral that they get."""
_NEEDED = ("body", "position", "movement", "setup", "back", "caution", "finish")
_FIELDS = (*_NEEDED, "equipment", "questions", _NOT_FOR)
_STEP_NEEDED = ("how", "source", "credit", "why")
_STEP_FIELDS = (*_CUE_KINDS, _GENTLY, "sides", *_STEP_NEEDED, "easier", "harder", "feel", _COME_OUT, "part", _AS)


def read_routines(folder: Path) -> list[Routine]:
    """Read every stretch of a folder.

    Raises:
        DocumentError: a field is missing or unknown, a number is not one, a stretch has no step, or a step is as
            none there is.
    """
    files = [read_entries(path) for path in sorted(folder.glob("*.md"))]
    steps = {f"{head.id}/{step.id}": step for head, *rest in files for step in rest}
    routines: list[Routine] = []
    problems: list[Problem] = []
    for head, *rest in files:
        try:
            routines.append(_routine(head, [_whole(step, steps) for step in rest]))
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(tuple(problems))
    return routines


def _whole(entry: Entry, steps: Mapping[str, Entry]) -> Entry:
    """The step with what it takes from another: every field that it has not itself, the cues all or none.

    Raises:
        DocumentError: there is no such other, or that is as another too.
    """
    name = entry.value(_AS)
    if not name:
        return entry
    other = steps.get(name)
    if other is None or other.value(_AS):
        message = f"is as '{name}', which is no step with cues of its own; name one as 'stretch/step'"
        raise DocumentError((entry.problem(message, entry.all(_AS)[0].line),))
    own = {field.name for field in entry.fields}
    if own & _CUE_KINDS.keys():
        own |= {*_CUE_KINDS, _GENTLY}
    taken = tuple(field for field in other.fields if field.name not in own)
    return replace(entry, fields=(*entry.fields, *taken))


def _routine(head: Entry, rest: list[Entry]) -> Routine:
    problems = [_missing(head, name) for name in _NEEDED if not head.value(name)]
    problems += [_missing(step, name) for step in rest for name in _STEP_NEEDED if not step.value(name)]
    problems += head.unknown_fields("stretch", _FIELDS)
    problems += [problem for step in rest for problem in step.unknown_fields("step", _STEP_FIELDS)]
    position = head.value("position")
    if position and position not in set(Position):
        problems.append(head.problem(f"position '{position}' is none of {', '.join(Position)}"))
    if not rest:
        problems.append(head.problem("has no step; add '## name of the step {#step-id}'"))
    steps: list[Step] = []
    for entry in rest:
        try:
            steps.append(_step(entry, head.id))
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(tuple(problems))
    return Routine(
        id=head.id,
        name=head.title,
        body=head.words("body"),
        position=Position(position),
        equipment=tuple(word for word in head.words("equipment") if word != "none"),
        movement=head.value("movement"),
        setup=head.value("setup"),
        back=head.value("back"),
        caution=head.value("caution"),
        not_for=head.value(_NOT_FOR),
        exclusions=tuple(_exclusion(text) for text in head.items(_NOT_FOR)),
        finish=head.value("finish"),
        steps=tuple(steps),
        questions=head.items("questions"),
    )


def _exclusion(text: str) -> Exclusion:
    told, _, referral = text.rpartition(":")
    return Exclusion(told.strip(), referral.strip())


def _missing(entry: Entry, name: str) -> Problem:
    return entry.problem(f"has no '{name}'; add '- {name.capitalize()}: …'")


def _step(entry: Entry, routine: str) -> Step:
    fields = [field for field in entry.fields if field.name in _CUE_KINDS]
    if not fields:
        raise DocumentError((entry.problem("has no cue; add '- Move: what to do | 3'"),))
    if len(entry.words("sides")) == 1:
        message = "'sides' names one side alone; name both, as in '- Sides: right, left', or leave it out"
        raise DocumentError((entry.problem(message, entry.all("sides")[0].line),))
    part = entry.value("part")
    if part not in set(Part):
        known = ", ".join(name for name in Part if name)
        raise DocumentError((entry.problem(f"part '{part}' is none of {known}", entry.all("part")[0].line),))
    return Step(
        id=f"{routine}/{entry.id}",
        name=entry.title,
        sides=entry.words("sides"),
        cues=tuple(_cue(entry, field) for field in fields),
        how=entry.value("how"),
        easier=entry.value("easier").partition("|")[0].strip(),
        harder=entry.value("harder").partition("|")[0].strip(),
        feel=entry.value("feel"),
        come_out=entry.value(_COME_OUT),
        part=Part(part),
        source=entry.value("source"),
        credit=entry.value("credit"),
        why=entry.value("why"),
    )


def _cue(entry: Entry, field: Field) -> Cue:
    """Read `text | seconds`, `text | seconds | least-most` or, for repeat, `text | times x seconds`."""
    kind = _CUE_KINDS[field.name]
    text, *numbers = (part.strip() for part in field.value.split("|"))
    try:
        times, seconds = _times(numbers[0]) if kind is CueKind.REPEAT else (1, int(numbers[0]))
        least, most = _bounds(numbers[1]) if len(numbers) > 1 else (seconds, seconds)
    except (ValueError, IndexError):
        example = "Repeat: … | 5 x 3" if kind is CueKind.REPEAT else "Hold: … | 20 | 15-30"
        message = f"a cue ends in its seconds, as in '- {example}'"
        raise DocumentError((entry.problem(message, field.line),)) from None
    if not text or seconds < 1 or times < 1 or not least <= seconds <= most:
        message = "a cue needs words, at least one second, and seconds inside its bounds"
        raise DocumentError((entry.problem(message, field.line),))
    return Cue(kind, text, seconds, least, most, times, field.items, _gently(entry, field))


def _gently(entry: Entry, field: Field) -> tuple[str, ...]:
    """The words of the `Keep on gently` that follows `field`, if it does."""
    after = entry.fields[entry.fields.index(field) + 1 :]
    return (after[0].value, *after[0].items) if after and after[0].name == _GENTLY else ()


def _times(text: str) -> tuple[int, int]:
    times, _, seconds = text.partition("x")
    return int(times), int(seconds)


def _bounds(text: str) -> tuple[int, int]:
    least, _, most = text.partition("-")
    return int(least), int(most)

"""`python -m authoring.checklist`: the physiotherapist's checklist of every stretch, from the document.

A row a stretch in `docs/routines-checklist.md`. All that can be read from the document stands there; the last column is
left for whoever checks it.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from skill.content.model import Cue, CueKind, Routine, Step
from skill.content.store import load_content
from skill.guidance.passage import passage
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Routines
from skill.speech.voice import Voice, Voices

CHECKLIST = Path("docs/routines-checklist.md")
_COMPILED = Path("speech/compiled")
_HEAD = """# Every stretch, to be checked by a physiotherapist

Made by `python -m authoring.checklist` from `speech/back-health/stretches/`; mend it there. *Breath*: movements in
which a breath is told, of all of them. *Dose*: how often or how long, in round brackets what the source allows; where
it allows one number only there is none. *Easier*, *harder*, *felt*: movements that have it, of all. *Length*: at normal
pace, without the way in and what the listener says. The sources of each movement stand in its file, with those of whom
it is not for. **Nobody has checked it yet: the last column is empty until a physiotherapist has.**

Reviewed once against a checklist by somebody who did not write them, no licensed physiotherapist; what was found
to need mending is mended.

"""


def main() -> None:
    """Write the checklist."""
    CHECKLIST.write_text(checklist(), encoding="utf-8")


def checklist() -> str:
    """The whole file."""
    lines = [f"| {' | '.join((*_COLUMNS, 'checked by, on'))} |", f"|{'---|' * (len(_COLUMNS) + 1)}"]
    for routine in _stretches().by_id.values():
        cells = (column(routine) for column in _COLUMNS.values())
        lines.append(f"| {' | '.join((*cells, ''))} |")
    return _HEAD + "\n".join(lines) + "\n"


@cache
def _stretches() -> Routines:
    return Routines(load_content(_COMPILED / "content.json"))


@cache
def _voice() -> Voice:
    return Voices.load(_COMPILED).voice("en-US")


def _movements(routine: Routine) -> list[Step]:
    return [step for step in routine.steps if step.part.moves]


def _share(routine: Routine, has: Callable[[Step], object]) -> str:
    steps = _movements(routine)
    return f"{sum(bool(has(step)) for step in steps)} of {len(steps)}"


def _breath(step: Step) -> bool:
    said = (text for cue in step.cues for text in (cue.text, *cue.encouragements))
    return any("breath" in text.lower() for text in (*said, step.how))


def _sides(routine: Routine) -> str:
    sided = [step for step in _movements(routine) if step.sides]
    return f"{', '.join(sided[0].sides)} in {len(sided)} of {len(_movements(routine))}" if sided else "none"


def _dose(routine: Routine) -> str:
    return "; ".join(f"{step.name}: {', '.join(_doses(step.cues))}" for step in _movements(routine))


def _doses(cues: Iterable[Cue]) -> list[str]:
    """What is held, repeated or kept on, and how often; a step of plain moves is done as often as it is told."""
    told: dict[str, int] = {}
    for cue in cues:
        bounds = "" if cue.least == cue.most else f" ({cue.least}–{cue.most} s)"
        if cue.kind is CueKind.HOLD:
            text = f"{cue.seconds} s{bounds}"
        elif cue.kind is CueKind.REPEAT:
            text = f"{cue.times} times"
        elif cue.kind is CueKind.KEEP_ON:
            text = f"{cue.seconds} s on"
        else:
            continue
        told[text] = told.get(text, 0) + 1
    return [text if count == 1 else f"{count} x {text}" for text, count in told.items()] or ["as told"]


def _sources(routine: Routine) -> str:
    of_the_article = sum(step.source.startswith("the article") for step in _movements(routine))
    return f"all {len(routine.steps)}; the article's in {of_the_article}"


def _length(routine: Routine) -> str:
    stretches = _stretches()
    position = RoutinePosition(routine.id, tuple(step.id for step in routine.steps), stage=0)
    total, stages = 0.0, len(stretches.stages(position))
    while position.stage < stages:
        spoken = passage(_voice(), stretches, position)
        total += spoken.seconds
        position = stretches.at(position, spoken.after.stage + 1)
    return f"{total / 60:.1f} min"


_COLUMNS: dict[str, Callable[[Routine], str]] = {
    "stretch": lambda routine: (
        f"[{routine.name.removeprefix('the ')}](../speech/back-health/stretches/{routine.id}.md)"
    ),
    "length": _length,
    "where, with": lambda routine: ", ".join(
        (routine.position, *(thing for thing in routine.equipment if thing != routine.position))
    ),
    "for": lambda routine: ", ".join(routine.body),
    "sourced": _sources,
    "sides": _sides,
    "breath": lambda routine: _share(routine, _breath),
    "dose (allowed)": _dose,
    "not for": lambda routine: routine.not_for.removeprefix("Not ") or "nobody named",
    "stop signs": lambda routine: routine.caution,
    "easier": lambda routine: _share(routine, lambda step: step.easier),
    "harder": lambda routine: _share(routine, lambda step: step.harder),
    "felt": lambda routine: _share(routine, lambda step: step.feel),
    "way in": lambda routine: routine.setup,
    "way out": lambda routine: routine.finish,
}
"""What is told of each stretch, by the heading of its column."""


if __name__ == "__main__":
    main()

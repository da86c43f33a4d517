"""The stretches of the document, as its tests walk through them."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from skill.content.store import load_content
from skill.guidance.passage import Passage, Placed, passage
from skill.guidance.position import Hold, Pace, RoutinePosition
from skill.guidance.stages import Routines
from skill.speech.voice import Voices

COMPILED = Path(__file__).parents[2] / "speech/compiled"
VOICE = Voices.load(COMPILED).voice("en-US")
STRETCHES = Routines(load_content(COMPILED / "content.json"))
Way = tuple[Pace, Hold, bool, bool]
WAYS: tuple[Way, ...] = tuple(product(Pace, Hold, (False, True), (False, True)))
"""Every pace and hold, as it stands and made easier, flowing and waited for."""


def start(routine: str, way: Way = (Pace.NORMAL, Hold.NORMAL, False, False)) -> RoutinePosition:
    """The first cue of a routine."""
    pace, hold, easier, waits = way
    steps = tuple(step.id for step in STRETCHES.by_id[routine].steps)
    return RoutinePosition(routine, steps, stage=0, pace=pace, hold=hold, easier=easier, waits=waits)


def turns(position: RoutinePosition) -> Iterator[tuple[RoutinePosition, Passage]]:
    """Every turn from the position to the end of its stretch, with where it begins."""
    stages = len(STRETCHES.stages(position))
    while True:
        spoken = passage(VOICE, STRETCHES, position)
        yield position, spoken
        position = spoken.after
        if spoken.complete:
            if position.following >= stages:
                return
            position = STRETCHES.at(position, position.following)


def cuts(placed: tuple[Placed, ...], share: float) -> Iterator[tuple[float, Placed]]:
    """The first, the middle and the last moment of every beat of a turn, as the true voice speaks it."""
    began = 0.0
    for one in placed:
        lasts = one.beat.at(share)
        yield from ((moment, one) for moment in (began, began + lasts / 2, began + max(lasts - 1, 0)))
        began += lasts

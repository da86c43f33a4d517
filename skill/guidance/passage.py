"""What one turn speaks: the cues of a stage, and where the routine flows, of the stages after it.

The clock only guesses how fast the voice is, so a turn is no longer than its guess can be trusted: whoever speaks when
the fastest voice has said it all is in its last stage by the slowest voice too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from skill.content.model import Part
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Routines, Stage
from skill.guidance.timeline import Beat, beat_of, beats
from skill.speech.voice import Voice

FASTEST = 0.75
"""What the fastest voice takes of the speech clock's seconds of speech. Silences last what they last."""
SLOWEST = 1 / 0.85
"""What the slowest voice takes of them."""
TURN_SECONDS = 120.0
"""One turn, at most, as the slowest voice speaks it."""
TURN_PAUSES = 80.0
"""Silence in one turn, at most, in seconds."""
TURN_CHARACTERS = 7_000
"""One turn, at most, tags included."""
AROUND_SECONDS = 14.0
"""Of a turn, what is kept for the words before its first cue and the prompt after its last."""
AROUND_PAUSES = 4.0
"""The same for silence."""
AROUND_CHARACTERS = 900
"""The same for characters."""
REACTION_SECONDS = 2.0
"""What lies between the words a listener heard last and the request that says they spoke: never taken for hearing."""
_REMEMBERED = 1024
"""Turns as one voice speaks them: some two kilobytes each."""


class Placed(NamedTuple):
    """A beat, and where in the routine it stands. What leads to a stage stands at its first cue."""

    stage: int
    """Index of its stage."""
    cue: int
    """Index of its cue."""
    beat: Beat
    """What is said, and how long it takes."""


@dataclass(frozen=True)
class Passage:
    """What one turn speaks between its lead and its prompt."""

    placed: tuple[Placed, ...]
    """Every beat, in order."""
    after: RoutinePosition
    """Where whoever heard it all stands: in its last stage, behind the last cue spoken."""
    complete: bool
    """Whether that was the last cue of the stage."""

    @property
    def ssml(self) -> Markup:
        """All of it, at the pace."""
        return Markup(" ").join(part.beat.ssml for part in self.placed)

    @property
    def seconds(self) -> float:
        """How long it lasts by the clock."""
        return lasting(self.placed, 1.0)


def lasting(placed: Sequence[Placed], share: float) -> float:
    """How long beats take a voice that needs `share` of the clock's seconds."""
    return sum(part.beat.at(share) for part in placed)


def passage(voice: Voice, routines: Routines, position: RoutinePosition) -> Passage:
    """What the next turn speaks: from the position's cue as far as a turn may go."""
    return _passage(voice, routines, position.unspoken)


@lru_cache(maxsize=_REMEMBERED)
def _passage(voice: Voice, routines: Routines, position: RoutinePosition) -> Passage:
    stages = routines.stages(position)
    all_cues = len(stages[position.stage].step.cues)
    taken = _first_stage(voice, routines, position)
    at = replace(position, cue=taken[-1].cue + 1 if taken else all_cues, kept_on=0)
    ends = [Passage(taken, at, at.cue >= all_cues)]
    while not position.waits and ends[-1].complete and at.following < len(stages):
        came_from = stages[at.stage]
        at = routines.at(at, at.following)
        taken = (*taken, *_stage(voice, routines, at, came_from))
        if not (fits(taken) and told_apart(taken)):
            return _where_a_step_ends(stages, ends)
        at = replace(at, cue=len(stages[at.stage].step.cues))
        ends.append(Passage(taken, at, complete=True))
    return ends[-1]


def part_end(voice: Voice, routines: Routines, position: RoutinePosition) -> int:
    """The cue behind the last one of the position's stage that one turn may say; its last, unless that is very long."""
    taken = _first_stage(voice, routines, position)
    return taken[-1].cue + 1 if taken else position.cue


def fits(placed: Sequence[Placed]) -> bool:
    """Whether one turn may say all this."""
    return (
        lasting(placed, SLOWEST) <= TURN_SECONDS - AROUND_SECONDS
        and sum(part.beat.pauses for part in placed) <= TURN_PAUSES - AROUND_PAUSES
        and sum(len(part.beat.ssml) + 1 for part in placed) <= TURN_CHARACTERS - AROUND_CHARACTERS
    )


def told_apart(placed: Sequence[Placed]) -> bool:
    """Whether the end of it all, however fast the voice, is in the last stage, however slow."""
    before = [part for part in placed if part.stage != placed[-1].stage]
    return lasting(placed, FASTEST) - REACTION_SECONDS >= lasting(before, SLOWEST)


def _where_a_step_ends(stages: Sequence[Stage], ends: Sequence[Passage]) -> Passage:
    """The longest of these turns, or one at least half as long that parts nothing that belongs together."""
    longest = ends[-1]
    whole = [end for end in ends if not _belongs(stages[end.after.stage], stages[end.after.following])]
    return whole[-1] if whole and whole[-1].seconds * 2 >= longest.seconds else longest


def _belongs(stage: Stage, following: Stage) -> bool:
    """Whether one goes with the other: the two sides of a step, and a cool-down with what comes before it."""
    return stage.step is following.step or following.step.part is Part.COOL_DOWN


def _first_stage(voice: Voice, routines: Routines, position: RoutinePosition) -> tuple[Placed, ...]:
    """As much of the position's stage, from its cue on, as one turn may say."""
    whole = _stage(voice, routines, position)
    much = len(whole)
    while much > 1 and not fits(whole[:much]):
        much -= 1
    return whole[:much]


def _stage(
    voice: Voice, routines: Routines, position: RoutinePosition, came_from: Stage | None = None
) -> tuple[Placed, ...]:
    """The position's stage from its cue on, with what leads there from the stage before it in this turn, if any."""
    stages = routines.stages(position)
    stage = stages[position.stage]
    placed = [Placed(position.stage, cue, beat) for cue, beat in enumerate(beats(voice, stage, position))]
    begins = position.stage > 0 and position.cue == 0
    before = stages[position.stage - 1] if begins else None
    lead = Markup()
    if before is not None and before.routine != stage.routine:
        lead = _change_over(voice, stage.routine)
    elif begins and (came_from or before) is stage:
        lead = voice.say("routine.once_more")
    elif came_from is not None:
        name = "routine.flow_side" if came_from.step is stage.step else "routine.flow"
        lead = voice.later(position.stage).say(name, next=stage_name(voice, stage), side=stage.side)
    leads = (Placed(position.stage, 0, beat_of(lead)),) if lead else ()
    return (*leads, *placed[position.cue :])


def stage_name(voice: Voice, stage: Stage) -> Markup:
    """What a stage is called: the step, and its side."""
    name = voice.say(f"step.{stage.step.id}.name")
    return voice.say("routine.side", name=name, side=stage.side) if stage.side else name


def _change_over(voice: Voice, routine: str) -> Markup:
    """From one routine to the next in a built routine: its name, getting into place, its caution."""
    name = f"routine.{routine}"
    return voice.say(
        "routine.change_over",
        name=voice.say(f"{name}.name"),
        caution=voice.say(f"{name}.caution"),
        not_for=voice.say(f"{name}.not_for"),
        back=voice.say(f"{name}.back"),
    )

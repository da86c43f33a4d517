"""How far a listener got before they spoke: which cue to go on from.

Alexa tells when a request was made, not how much was heard. Where the clock leaves that open, the earlier cue counts,
so that a listener hears something again rather than miss it.
"""

from dataclasses import replace

from skill.content.model import CueKind, Position
from skill.guidance.passage import FASTEST, REACTION_SECONDS, SLOWEST, passage
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Routines, Stage
from skill.guidance.timeline import goes_on_at
from skill.speech.voice import Voice


def settle(
    voice: Voice, routines: Routines, position: RoutinePosition, now: int, still: bool = False
) -> RoutinePosition:
    """The position moved to the stage and cue that the slowest voice had reached, never to a later one.

    When the whole turn was surely heard, `cue` stands behind the last one it spoke.

    Args:
        voice: the one that spoke the turn.
        routines: where the stages are looked up.
        position: as it was when its turn began.
        now: when the listener spoke, seconds since 1970.
        still: whether they hold still where they are, and need not be led into a hold again.
    """
    if not position.spoken_at:
        return position
    settled = replace(position, spoken_at=0)
    if position.stage < 0:
        return settled
    turn = passage(voice, routines, position)
    left = now - position.spoken_at - REACTION_SECONDS
    stage, cue, into = position.stage, position.cue, 0.0
    for part in turn.placed:
        if left < 0:
            break
        stage, cue, into = part.stage, part.cue, left
        left -= part.beat.at(SLOWEST)
    if left >= 0:
        return turn.after
    if stage != settled.stage:
        settled = routines.at(settled, stage)
    here = routines.current(settled)
    kept_on = settled.kept_on if cue <= goes_on_at(here, settled.cue) else 0
    if cue < len(here.step.cues) and here.step.cues[cue].kind is CueKind.KEEP_ON:
        return replace(settled, cue=cue, kept_on=kept_on + int(into))  # they keep on, and need no leading in
    return replace(settled, cue=cue if still else way_in(here, cue), kept_on=kept_on)


def led_in(routines: Routines, position: RoutinePosition) -> RoutinePosition:
    """The position from the cue that leads into its own: whoever stopped, or does it another way, is told how."""
    if position.stage < 0:
        return position
    return replace(position, cue=way_in(routines.current(position), position.cue))


def furthest_stage(voice: Voice, routines: Routines, position: RoutinePosition, now: int) -> int:
    """Index of the stage that the fastest voice had reached."""
    return _furthest(voice, routines, position, now)[0]


def _furthest(voice: Voice, routines: Routines, position: RoutinePosition, now: int) -> tuple[int, int]:
    """The stage and cue that the fastest voice had reached."""
    stage, cue = position.stage, position.cue
    if stage < 0 or not position.spoken_at:
        return stage, cue
    left = now - position.spoken_at + REACTION_SECONDS
    for part in passage(voice, routines, position).placed:
        if left < 0:
            break
        stage, cue = part.stage, part.cue
        left -= part.beat.at(FASTEST)
    return stage, cue


def in_the_middle(voice: Voice, routines: Routines, position: RoutinePosition, now: int) -> tuple[Stage, ...]:
    """The stages that the listener may have begun and not come out of, from the slowest voice's to the fastest's.

    The last cue of a step leads out of it. Where a question came between, they were in it when they asked.
    """
    still = settle(voice, routines, position, now, still=True)
    if still.stage < 0:
        return ()
    here = routines.current(still)
    stage, cue = _furthest(voice, routines, position, now)
    begun = (stage, cue) > (still.stage, 0) or not position.spoken_at
    found = (here,) if begun and still.cue < len(here.step.cues) - 1 else ()
    last = stage + 1 if cue > 0 else stage
    return (*found, *routines.stages(still)[still.stage + 1 : last])


def on_the_floor(voice: Voice, routines: Routines, position: RoutinePosition, now: int) -> bool:
    """Whether the listener may be down on the floor: had the voice been fast, half way through what leads there."""
    stage, cue = _furthest(voice, routines, position, now)
    if routines.routine_of(position).position is not Position.FLOOR or stage < 0:
        return False
    return stage > 0 or 2 * cue >= len(routines.stages(position)[stage].step.cues)


def heard_out(voice: Voice, routines: Routines, position: RoutinePosition, now: int) -> bool:
    """Whether the turn was over by the clock when the listener spoke, neither fast nor slow.

    Only for words that make sense as an answer to its end and hardly as an interruption, such as "carry on".
    """
    if position.stage < 0 or not position.spoken_at:
        return True
    return now - position.spoken_at >= passage(voice, routines, position).seconds


def way_in(stage: Stage, cue: int) -> int:
    """The cue that leads into `cue`: whoever let go of a hold has to get back into it first."""
    if cue >= len(stage.step.cues) or stage.step.cues[cue].kind is CueKind.MOVE:
        return cue
    while cue > 0 and stage.step.cues[cue - 1].kind is CueKind.MOVE:
        cue -= 1
        before = stage.step.cues[cue - 1] if cue else None
        if before is not None and before.kind is not CueKind.MOVE:
            return cue + 1
    return cue

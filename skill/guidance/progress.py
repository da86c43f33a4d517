"""How far a listener got before they spoke: which cue to go on from.

Alexa tells when a request was made, not how much was heard. Where the clock leaves that open, the earlier cue counts,
so that a listener hears something again rather than miss it.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from skill.content.model import CueKind, Position
from skill.guidance.passage import FASTEST, REACTION_SECONDS, SLOWEST, Passage, passage
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Routines, Stage
from skill.guidance.timeline import goes_on_at
from skill.speech.voice import Voice


@dataclass(frozen=True)
class Progress:
    """How far somebody got in a turn that guides. Each answer is worked out once, when it is first asked for."""

    voice: Voice
    """The one that spoke the turn."""
    routines: Routines
    """Where the stages are looked up."""
    position: RoutinePosition
    """As it was when the turn began."""
    now: int
    """When the listener spoke, seconds since 1970."""

    @cached_property
    def passage(self) -> Passage:
        """What the turn spoke."""
        return passage(self.voice, self.routines, self.position)

    @cached_property
    def reached(self) -> RoutinePosition:
        """The position moved to the stage and cue that the slowest voice had reached, never to a later one.

        Whoever let go of a hold is led into it again. When the whole turn was surely heard, `cue` stands behind the
        last one it spoke.
        """
        still, cut_short = self._settled
        cue = way_in(self.routines.current(still), still.cue) if cut_short else still.cue
        return still if cue == still.cue else replace(still, cue=cue)

    @property
    def still(self) -> RoutinePosition:
        """The same, for whoever holds still where they are, and need not be led into a hold again."""
        return self._settled[0]

    @cached_property
    def _settled(self) -> tuple[RoutinePosition, bool]:
        """The place that the slowest voice had reached, and whether a cue was cut short that has a way in."""
        began = self.position
        if not began.spoken_at:
            return began, False
        if began.stage < 0:
            return replace(began, spoken_at=0), False
        left = self.now - began.spoken_at - REACTION_SECONDS
        stage, cue, into = began.stage, began.cue, 0.0
        for part in self.passage.placed:
            if left < 0:
                break
            stage, cue, into = part.stage, part.cue, left
            left -= part.beat.at(SLOWEST)
        if left >= 0:
            return self.passage.after, False
        settled = began if stage == began.stage else self.routines.at(began, stage)
        here = self.routines.current(settled)
        kept_on = settled.kept_on if cue <= goes_on_at(here, settled.cue) else 0
        # Where something is done on and on they keep on, and need no leading in.
        keeping_on = cue < len(here.step.cues) and here.step.cues[cue].kind is CueKind.KEEP_ON
        done = kept_on + int(into) if keeping_on else kept_on
        return replace(settled, spoken_at=0, cue=cue, kept_on=done), not keeping_on

    @property
    def furthest_stage(self) -> int:
        """Index of the stage that the fastest voice had reached."""
        return self._furthest[0]

    @cached_property
    def _furthest(self) -> tuple[int, int]:
        """The stage and cue that the fastest voice had reached."""
        stage, cue = self.position.stage, self.position.cue
        if stage < 0 or not self.position.spoken_at:
            return stage, cue
        left = self.now - self.position.spoken_at + REACTION_SECONDS
        for part in self.passage.placed:
            if left < 0:
                break
            stage, cue = part.stage, part.cue
            left -= part.beat.at(FASTEST)
        return stage, cue

    @property
    def in_the_middle(self) -> tuple[Stage, ...]:
        """The stages that the listener may have begun and not come out of, from the slowest voice's to the fastest's.

        The last cue of a step leads out of it. Where a question came between, they were in it when they asked.
        """
        still = self.still
        if still.stage < 0:
            return ()
        here = self.routines.current(still)
        stage, cue = self._furthest
        begun = (stage, cue) > (still.stage, 0) or not self.position.spoken_at
        found = (here,) if begun and still.cue < len(here.step.cues) - 1 else ()
        last = stage + 1 if cue > 0 else stage
        return (*found, *self.routines.stages(still)[still.stage + 1 : last])

    @property
    def on_the_floor(self) -> bool:
        """Whether the listener may be down on the floor: had the voice been fast, half way through what leads there."""
        stage, cue = self._furthest
        if self.routines.routine_of(self.position).position is not Position.FLOOR or stage < 0:
            return False
        return stage > 0 or 2 * cue >= len(self.routines.stages(self.position)[stage].step.cues)

    @property
    def heard_out(self) -> bool:
        """Whether the turn was over by the clock when the listener spoke, neither fast nor slow.

        Only for words that make sense as an answer to its end and hardly as an interruption, such as "carry on".
        """
        if self.position.stage < 0 or not self.position.spoken_at:
            return True
        return self.now - self.position.spoken_at >= self.passage.seconds


def led_in(routines: Routines, position: RoutinePosition) -> RoutinePosition:
    """The position from the cue that leads into its own: whoever stopped, or does it another way, is told how."""
    if position.stage < 0:
        return position
    return replace(position, cue=way_in(routines.current(position), position.cue))


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

"""Which stretch suits what was asked for, and building one that fits a number of minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from skill.content.model import Position, Routine, Step
from skill.guidance.lengths import stage_seconds, stretch_seconds
from skill.guidance.stages import Stretches
from skill.session import RoutinePosition, Session
from skill.voice import Voice

_ROUNDS = 4
"""How often a built stretch may go through the same movements."""
_SHORTFALL = 0.10
"""How much shorter than asked a built stretch may be."""


@dataclass(frozen=True)
class Wish:
    """What somebody asked for when they asked for a stretch."""

    stretch: str = ""
    """Id of a routine."""
    body_part: str = ""
    """Part of the body, as the slot's value names it."""
    position: str = ""
    """chair, standing or floor."""
    minutes: int = 0
    """How long they have; 0 if they did not say."""
    equipment: str = ""
    """What they said they have not got."""

    def open(self) -> bool:
        """Whether anything would do."""
        return not (self.stretch or self.body_part or self.position or self.minutes)


def allowed(routine: Routine, session: Session) -> bool:
    """Whether this listener can do the routine: nothing that hurt, nothing they lack, no floor if they said so."""
    movements = set(routine.movement.replace(",", " ").split())
    if movements & set(session.hurt) or set(routine.equipment) & set(session.lacking):
        return False
    return not (session.no_floor and routine.position is Position.FLOOR)


def candidates(stretches: Stretches, wish: Wish, session: Session) -> list[Routine]:
    """The routines that suit the wish, those not yet passed over first."""
    fitting = [one for one in stretches.routines.values() if allowed(one, session)]
    if wish.stretch:
        fitting = [one for one in fitting if one.id == wish.stretch]
    if wish.body_part:
        fitting = [one for one in fitting if wish.body_part in one.body]
    if wish.position:
        fitting = [one for one in fitting if one.position == wish.position]
    return sorted(fitting, key=lambda one: one.id in session.declined)


def nearest(
    stretches: Stretches, wish: Wish, session: Session, near: Mapping[str, Sequence[str]]
) -> Routine | None:
    """The nearest routine to a wish that none fulfils.

    Args:
        stretches: what there is.
        wish: what was asked for.
        session: what the listener cannot do.
        near: routine ids by part of the body or by routine id, nearest first.
    """
    wanted = stretches.routines.get(wish.stretch)
    parts = wanted.body if wanted else (wish.body_part,)
    named = [name for key in (wish.stretch, wish.body_part) for name in near.get(key, ())]
    by_name = [stretches.routines[name] for name in named if name in stretches.routines]
    by_body = [one for one in stretches.routines.values() if set(parts) & set(one.body)]
    everything = list(stretches.routines.values())
    for routine in (*by_name, *by_body, *everything):
        if allowed(routine, session) and routine.id != wish.stretch:
            return routine
    return None


def fit(voice: Voice, stretches: Stretches, routines: Iterable[Routine], seconds: int) -> RoutinePosition | None:
    """A stretch of at most `seconds`, at most a tenth under; the longest there is if none is that long.

    Movements of one position only, so that nobody has to get up and down. None if even the shortest is too long.
    """
    best: tuple[float, RoutinePosition] | None = None
    by_position = sorted(routines, key=lambda one: one.position)
    for _, group in groupby(by_position, key=lambda one: one.position):
        pool = [step for routine in group for step in routine.steps]
        for rounds in range(1, _ROUNDS + 1):
            found = _fill(voice, stretches, pool * rounds, seconds)
            if found and (best is None or found[0] > best[0]):
                best = found
            if best and best[0] >= seconds * (1 - _SHORTFALL):
                break
    return best[1] if best else None


def _fill(
    voice: Voice, stretches: Stretches, pool: list[Step], seconds: int
) -> tuple[float, RoutinePosition] | None:
    """The subset of `pool`, in order, whose whole length comes nearest to `seconds` from below.

    Getting into place costs time once a routine, so a subset's sum is only a first guess; sums are
    tried from the highest down until one really fits.
    """
    sums: dict[int, tuple[int, ...]] = {0: ()}
    probe = RoutinePosition(routine="", steps=())
    lengths = [
        round(sum(stage_seconds(voice, stage, probe) for stage in stretches.expand((step,)))) for step in pool
    ]
    for number, length in enumerate(lengths):
        for total, chosen in list(sums.items()):
            if total + length <= seconds:
                sums.setdefault(total + length, (*chosen, number))
    for total in sorted(sums, reverse=True):
        if not sums[total]:
            break
        position = RoutinePosition("", tuple(pool[number].id for number in sums[total]))
        whole = stretch_seconds(voice, stretches, position)
        if whole <= seconds:
            return whole, position
    return None

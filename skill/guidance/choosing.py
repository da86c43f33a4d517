"""Which routine suits what was asked for, and building one that fits a number of minutes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from skill.content.model import Part, Position, Routine, Step
from skill.guidance.position import Hold, RoutinePosition
from skill.guidance.stages import Routines
from skill.understanding.purpose import Purpose
from skill.understanding.routine_request import RoutineRequest

_FRAME_SECONDS = 25
"""About what the words around the movements take: the opening, the caution, the end."""
_GUESSES = 60
"""How many guesses are measured as a whole before giving up."""
_SHORTFALL = 0.10
"""How much shorter than asked a built routine may be."""


@dataclass(frozen=True)
class Limits:
    """What keeps a routine from somebody, in this limits."""

    no_floor: bool = False
    """Whether they cannot get on the floor."""
    lacking: tuple[str, ...] = ()
    """Equipment that they have not got."""
    hurt: tuple[str, ...] = ()
    """Movements that hurt."""
    declined: tuple[str, ...] = ()
    """Routines passed over for a different one: offered last."""


def allowed(routine: Routine, limits: Limits) -> bool:
    """Whether this listener can do the routine: nothing that hurt, nothing they lack, no floor if they said so."""
    movements = set(routine.movement.replace(",", " ").split())
    if movements & set(limits.hurt) or set(routine.equipment) & set(limits.lacking):
        return False
    return not (limits.no_floor and routine.position is Position.FLOOR)


def shunned(routine: Routine, request: RoutineRequest) -> bool:
    """Whether somebody asks for something else than `routine`, by its name or by what it is for above all."""
    return routine.id in request.shuns or routine.body[0] in request.shuns_parts


def candidates(routines: Routines, request: RoutineRequest, limits: Limits) -> list[Routine]:
    """The routines that suit `request`, those not yet passed over first."""
    fitting = [routine for routine in routines.by_id.values() if allowed(routine, limits)]
    if request.shuns or request.shuns_parts:
        fitting = [routine for routine in fitting if not shunned(routine, request)] or fitting
    if request.routine:
        fitting = [routine for routine in fitting if routine.id == request.routine]
    elif request.body_part:  # a routine may be named after a part of the body that it is not for: "knees to chest"
        fitting = [routine for routine in fitting if request.body_part in routine.body]
    if request.equipment and not request.routine:
        fitting = [routine for routine in fitting if request.equipment in routine.equipment] or fitting
    if request.position:
        fitting = [routine for routine in fitting if routine.position == request.position]
    if request.avoids:
        fitting = [routine for routine in fitting if routine.position != request.avoids]
    return sorted(fitting, key=lambda routine: routine.id in limits.declined)


def each_at_its_best(wanted: Sequence[Sequence[Routine]]) -> list[Routine]:
    """Where no routine is in all the lists of `wanted`, the first of each; none where one is, or there is one list."""
    if len(wanted) < 2 or set.intersection(*({routine.id for routine in some} for some in wanted)):
        return []
    return list({some[0].id: some[0] for some in wanted if some}.values())


def for_purposes(routines: Sequence[Routine], purposes: Iterable[Purpose]) -> list[Routine]:
    """Those of `routines` that are for all the purposes, best first; a purpose that none of them is for is left out."""
    found = list(routines)
    for purpose in purposes:
        names = purpose.fits or purpose.nearest
        found = best_first([routine for routine in found if routine.id in names], names) or found
    return found


def nearest(
    routines: Routines,
    request: RoutineRequest,
    limits: Limits,
    near: Mapping[str, Sequence[str]],
    purposes: Iterable[Purpose] = (),
) -> Routine | None:
    """The nearest routine where none fulfils the request.

    Args:
        routines: what there is.
        request: what was asked for.
        limits: what the listener cannot do.
        near: routine ids by part of the body or by routine id, nearest first.
        purposes: what it is wanted for.
    """
    wanted = routines.by_id.get(request.routine)
    if wanted and request.lacked and allowed(wanted, limits):
        return wanted
    parts = wanted.body if wanted else (request.body_part,)
    named = [name for key in (request.routine, request.lacked, request.body_part) for name in near.get(key, ())]
    named += [name for purpose in purposes for name in (*purpose.fits, *purpose.nearest)]
    by_name = [routines.by_id[name] for name in named if name in routines.by_id]
    by_body = [routine for routine in routines.by_id.values() if set(parts) & set(routine.body)]
    everything = list(routines.by_id.values())
    if request.lacked or request.routine:  # of what is near it, what is for that part, and done there
        by_name.sort(key=lambda it: (request.position != it.position, request.body_part not in it.body))
    for routine in (*by_name, *by_body, *everything):
        if allowed(routine, limits) and routine.id != request.routine and routine.position != request.avoids:
            return routine
    return None


def best_first(routines: Sequence[Routine], best: Sequence[str]) -> list[Routine]:
    """The routines, those that `best` names first, in its order."""
    return sorted(routines, key=lambda routine: best.index(routine.id) if routine.id in best else len(best))


def fit(
    length: Callable[[RoutinePosition], float], routines: Iterable[Routine], seconds: int
) -> RoutinePosition | None:
    """A routine of at most `seconds`, at most a tenth under if there is one; else the longest that fits.

    One routine as it stands, if one is as long. Else several, or the beginnings of several, of one position, so that
    nobody has to get up and down. Each is taken from its beginning, since its later movements build on the first, with
    its warm-up; no movement comes twice. None if even the shortest is too long.

    Args:
        length: the seconds of a whole routine, every turn as it will be spoken.
        routines: what it may be made of.
        seconds: how long the listener has.
    """
    everything = list(routines)
    best = _alone(length, everything, seconds)
    if best and best[0] >= seconds * (1 - _SHORTFALL):
        return best[1]
    by_position = sorted(filter(_can_be_joined, everything), key=lambda routine: routine.position)
    for _, same in groupby(by_position, key=lambda routine: routine.position):
        group = list(same)
        for hold in (Hold.NORMAL, Hold.LONG, Hold.SHORT):
            if best and best[0] >= seconds * (1 - _SHORTFALL):
                return best[1]
            found = _fill(length, group, seconds, hold)
            if found and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _alone(
    length: Callable[[RoutinePosition], float], routines: Iterable[Routine], seconds: int
) -> tuple[float, RoutinePosition] | None:
    """The longest routine that fits by itself, with its length."""
    found: dict[float, RoutinePosition] = {}
    for routine in routines:
        position = RoutinePosition(routine.id, tuple(step.id for step in routine.steps))
        whole = length(position)
        if whole <= seconds:
            found.setdefault(whole, position)
    return (max(found), found[max(found)]) if found else None


def _can_be_joined(routine: Routine) -> bool:
    """Whether others may follow. What has a cool-down of its own is a whole."""
    return all(step.part is not Part.COOL_DOWN for step in routine.steps)


def _beginnings(routine: Routine) -> list[tuple[Step, ...]]:
    """The first movement, the first two and so on, with all that gets somebody warm, down and up again."""
    movements = [step for step in routine.steps if step.part.moves]
    return [
        tuple(step for step in routine.steps if not step.part.moves or step in movements[:much])
        for much in range(1, len(movements) + 1)
    ]


def _joined(first: Sequence[Step], then: Sequence[Step]) -> tuple[Step, ...]:
    """Both, with no movement twice; where both are on the floor, down and up again once."""
    done = {(step.sides, step.cues) for step in first}
    left = [step for step in first if step.part is not Part.GETTING_UP]
    new = [step for step in then if step.part is not Part.GETTING_DOWN or len(left) == 0]
    return (*left, *(step for step in new if step.part is Part.GETTING_UP or (step.sides, step.cues) not in done))


def _fill(
    length: Callable[[RoutinePosition], float], routines: list[Routine], seconds: int, hold: Hold
) -> tuple[float, RoutinePosition] | None:
    """The beginnings of `routines` whose whole length comes nearest to `seconds` from below.

    Sums of separately measured beginnings are a first guess; the guesses are measured as a whole, from the
    highest down, until one really fits.
    """

    def position_of(steps: Sequence[Step]) -> RoutinePosition:
        return RoutinePosition("", tuple(step.id for step in steps), hold=hold)

    sums: dict[int, tuple[Step, ...]] = {0: ()}
    for routine in routines:
        beginnings = _beginnings(routine)
        lengths = [round(length(position_of(steps))) for steps in beginnings]
        alone = lengths[0] - _FRAME_SECONDS
        for total, chosen in list(sums.items()):
            for steps, whole in zip(beginnings, lengths, strict=True):
                more = whole if not chosen else whole - lengths[0] + alone
                if total + more <= seconds + _FRAME_SECONDS:
                    sums.setdefault(total + more, _joined(chosen, steps))
    for total in sorted(sums, reverse=True)[:_GUESSES]:
        if not sums[total]:
            break
        position = position_of(sums[total])
        whole_length = length(position)
        if whole_length <= seconds:
            return whole_length, position
    return None

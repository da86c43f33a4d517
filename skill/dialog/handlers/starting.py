"""Starting the routine that was asked for: what suits the request begins, or is offered."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from skill.content.model import Position, Routine
from skill.dialog.handlers.base import TurnHandler, joined
from skill.dialog.handlers.offering import best_of_each, nearest_instead, offer, suited
from skill.dialog.handlers.routine_speech import begin, come_out, seconds_of, start, start_at_once
from skill.dialog.handlers.seen_to import ask_if_seen_to, to_be_asked
from skill.dialog.session import Ask, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.choosing import allowed, candidates, fit, for_purposes
from skill.guidance.lengths import say_length
from skill.guidance.position import RoutinePosition
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven
from skill.understanding.routine_request import RoutineRequest

_LEAD_SECONDS = 5
"""What it takes to say how long a built stretch is."""
_FULL = 0.9
"""How much of the minutes that were said a built routine takes at least, without a word."""
_NEAR = 0.25
"""How far from the minutes that were said a routine may be, without a word."""
_FEWEST_MINUTES = 5
"""A smaller number tells of something else: "one more walk"."""


class StartHandler(TurnHandler):
    """Starts what was asked for, or says what there is."""

    commands = frozenset({Command.START, Command.ACHE, Command.FIT})

    def reply(self, turn: Turn) -> Reply:
        """One candidate starts at once; among several, ask. A place alone moves the routine under way there."""
        return _moved_to_place(turn, request_of(turn)) or start_requested(turn, request_of(turn))


def start_requested(turn: Turn, request: RoutineRequest, lead: Markup | str = "") -> Reply:
    """Start what suits `request`: at once if there is one candidate, else ask which.

    Whoever says no more than to start means what they wished for before, where that had to wait.
    """
    request = turn.session.request or request if request.open() else _narrowed(turn, request)
    request = _in_their_place(turn, request)
    if to_be_asked(turn):
        return ask_if_seen_to(turn, request)
    turn = replace(turn, session=replace(turn.session, request=turn.catalog.listed(request)))
    if request.unclear_minutes:
        session, reprompt = turn.session_at_cue.asking(Ask.START_ANY), turn.voice.say("routine.minutes_reprompt")
        return Reply(Outcome.CHOOSE, turn.voice.say("routine.minutes"), session, reprompt)
    if request.lacking:
        return _without(turn, request, lead)
    if request.like and request.routine:
        return another(turn, turn.catalog.routines.by_id[request.routine], lead)
    lead = joined(lead, up_first(turn), *(turn.voice.say(f"routine.aside.{name}") for name in request.asides))
    if request.lacked:
        return nearest_instead(turn, request, lead=lead)
    if request.minutes and not _done_as_asked(turn, request):
        return _fitted(turn, replace(request, routine=""), lead)
    as_long = _as_long(turn, request)
    return _suited(turn, as_long, joined(lead, _other_length(turn, as_long)))


def start_any(turn: Turn) -> Reply:
    """Start the first of all that suit, for whoever leaves the choice to the coach."""
    found = suited(turn, RoutineRequest())
    return start(turn, found[0], up_first(turn)) if found else offer(turn, ())


def _done_as_asked(turn: Turn, request: RoutineRequest) -> bool:
    """Whether the routine that was named is done where it was asked for: "the ten-minute one, sitting down" is not."""
    routine = turn.catalog.routines.by_id.get(request.routine)
    return routine is not None and request.position in ("", routine.position)


def _in_their_place(turn: Turn, request: RoutineRequest) -> RoutineRequest:
    """`request`, where whoever says what it is for is and stays: in a wheelchair, under a sleeping child."""
    places = (purpose.place for purpose in turn.catalog.known_purposes(request))
    return request if request.position else replace(request, position=next(filter(None, places), ""))


def _without(turn: Turn, request: RoutineRequest, lead: Markup | str) -> Reply:
    """Start what suits `request` without the equipment that is not at hand."""
    session = without_equipment(turn.session, request.equipment)
    kept = turn.voice.say("routine.kept.no_equipment", equipment=request.equipment)
    left = replace(request, routine="", equipment="", lacking=False)
    return start_requested(replace(turn, session=session), left, joined(lead, kept))


def _suited(turn: Turn, request: RoutineRequest, lead: Markup | str) -> Reply:
    """Start the one that suits, or ask which of several; where none does, say what there is not."""
    found = suited(turn, request)
    if not found and request.routine and (there := _done_there(turn, request)):
        return _start(turn, there, request, lead)
    purposes = turn.catalog.known_purposes(request)
    if not found or (purposes and request.for_nothing_else() and not purposes[0].fits):
        return nearest_instead(turn, request, lead=lead)
    if best := best_of_each(turn, request):
        return offer(turn, best, lead=joined(lead, turn.voice.say("routine.none_for_all")))
    lead = joined(lead, _not_made_for(turn, request))
    mainly = found[0].body[:1] == (request.body_part,) or set(request.also) & set(found[0].body)
    if request.body_part and len(found) > 1 and not (mainly or request.position or request.equipment):
        return nearest_instead(turn, request, "routine.none_mainly_for", lead, found[0])
    if request.unlisted:
        return offer(turn, found, lead=joined(lead, turn.voice.say("routine.none_such")))
    if len(found) == 1 or (turn.one_shot and not _aches_somewhere(turn, request)):
        return _start(turn, found[0], request, lead)
    return offer(turn, found, lead=lead, part=request.body_part)


def _not_made_for(turn: Turn, request: RoutineRequest) -> Markup:
    """That nothing was made for what a part of the body is to be moved for, where that is so."""
    known = turn.catalog.purposes
    names = (name for name in request.purposes if name in known and known[name].nearest)
    lacking = request.body_part and not request.routine
    return joined(*(turn.voice.say("routine.not_made_for", wanted=name) for name in names if lacking))


def _done_there(turn: Turn, request: RoutineRequest) -> Routine | None:
    """What is most like the routine that was asked for, done where they want it; None if nothing like it is."""
    routines = turn.catalog.routines.by_id
    asked = routines.get(request.routine)
    if asked is None:  # gone since it was named
        return None
    near = [routines[name] for name in turn.catalog.nearest.get(asked.id, ())]
    alike = [other for other in routines.values() if other.body[:1] == asked.body[:1]]
    there = (other for other in (*near, *alike) if other.position == request.position)
    return next((other for other in there if allowed(other, turn.session.limits)), None)


def _aches_somewhere(turn: Turn, request: RoutineRequest) -> bool:
    """Whether something aches, and what it is is no part that there is a routine for."""
    return isinstance(turn.meaning, CommandGiven) and turn.meaning.command is Command.ACHE and request.open()


def _narrowed(turn: Turn, request: RoutineRequest) -> RoutineRequest:
    """`request`; while routines are on offer that were asked for, what says only where they are to be is about them."""
    on_offer = turn.pending is not None and turn.pending.ask in (Ask.CHOICE, Ask.ROUTINE)
    if not on_offer or turn.session.request is None or request.named() or request.minutes:
        return request
    return replace(
        turn.session.request,
        routine="",
        lacked="",
        position=request.position,
        avoids=request.avoids,
        equipment=request.equipment,
        at_once=request.at_once,
    )


def _as_long(turn: Turn, request: RoutineRequest) -> RoutineRequest:
    """`request` for the routine that is nearest to the minutes that were said, of those that differ in length alone."""
    same = next((names for names in turn.catalog.lengths if request.routine in names), ())
    known = turn.catalog.routines.by_id
    there = [known[name] for name in same if name in known and allowed(known[name], turn.session.limits)]
    minutes = request.minutes or _bare_minutes(turn)
    if not there:
        return request
    if not minutes:  # "a long walk"
        made_for = [name for purpose in turn.catalog.known_purposes(request) for name in purpose.fits]
        return replace(request, routine=next((it for it in made_for if known[it] in there), request.routine))

    def off(routine: Routine) -> float:
        whole = seconds_of(turn, RoutinePosition(routine.id, tuple(step.id for step in routine.steps)))
        return abs(whole - 60 * minutes)

    return replace(request, routine=min(there, key=off).id)


def _other_length(turn: Turn, request: RoutineRequest) -> Markup | str:
    """How long the routine takes that is nearest in length to what was asked for, where that is another length."""
    routine = turn.catalog.routines.by_id.get(request.routine)
    if (
        routine is None
        or request.minutes < _FEWEST_MINUTES
        or not any(routine.id in names for names in turn.catalog.lengths)
    ):
        return ""
    whole = seconds_of(turn, RoutinePosition(routine.id, tuple(step.id for step in routine.steps)))
    near = abs(whole - 60 * request.minutes) <= _NEAR * 60 * request.minutes
    return "" if near else turn.voice.say("routine.other_length", length=say_length(turn.voice, whole))


def _bare_minutes(turn: Turn) -> int:
    """A number without its unit that can be meant as minutes: "the walk again, *twenty* this time"; 0 if none can."""
    number = turn.meaning.number if isinstance(turn.meaning, CommandGiven) else 0
    return number if number >= _FEWEST_MINUTES else 0


def _start(turn: Turn, routine: Routine, request: RoutineRequest, lead: Markup | str) -> Reply:
    """Begin a routine, as it was asked for."""
    return start_at_once(turn, routine, lead) if request.at_once else start(turn, routine, lead)


def _moved_to_place(turn: Turn, request: RoutineRequest) -> Reply | None:
    """Something like the routine under way, or on offer, where it can be done ("can I do it in a chair"), if any is."""
    more = request.routine or request.body_part or request.minutes
    if more or to_be_asked(turn):
        return None
    if turn.position is not None:
        return alike_in_place(turn, turn.catalog.routines.routine_of(turn.position).id)
    offered = turn.pending is not None and turn.pending.ask is Ask.ROUTINE
    return alike_in_place(turn, turn.pending.ids[0]) if turn.pending is not None and offered else None


def alike_in_place(turn: Turn, name: str) -> Reply | None:
    """Something like the routine `name`, in the place that was said; None if it is done there, or there is none."""
    position = turn.catalog.recognizer.request(turn.text).position
    routines = turn.catalog.routines.by_id
    if not position or name not in routines or routines[name].position == position:
        return None
    other = _done_there(turn, RoutineRequest(routine=name, position=position))
    return start(turn, other, up_first(turn)) if other else None


def another(turn: Turn, routine: Routine, lead: Markup | str = "") -> Reply:
    """Begin a different routine than `routine`, for the same part of the body if there is one."""
    declined = (*turn.session.declined, routine.id)
    lead = joined(lead, up_first(turn))
    turn = replace(turn, session=replace(turn.session, declined=declined, position=None))
    left = [
        other
        for other in turn.catalog.routines.by_id.values()
        if allowed(other, turn.session.limits) and other.id not in declined
    ]
    if not left:
        return offer(turn, (), lead=lead)
    near = [other for name in turn.catalog.nearest.get(routine.id, ()) for other in left if other.id == name]
    alike = [other for other in left if other.body[0] == routine.body[0]]
    return start(turn, (near or alike or left)[0], lead)


def up_first(turn: Turn) -> Markup | str:
    """Out of the movement under way, and up from the floor, before another routine begins; empty for anybody else."""
    return joined(come_out(turn), turn.voice.say("routine.up_first") if turn.on_the_floor else "")


def without_equipment(session: Session, equipment: str) -> Session:
    """`session`, in which the listener has no `equipment`."""
    return replace(session, lacking=tuple(dict.fromkeys((*session.lacking, equipment))))


def request_of(turn: Turn) -> RoutineRequest:
    """What the command of `turn` asks for."""
    assert isinstance(turn.meaning, CommandGiven)
    return turn.meaning.request


def _fitted(turn: Turn, request: RoutineRequest, lead: Markup | str = "") -> Reply:
    """A routine as long as the listener has time, never longer."""
    voice = turn.voice
    seconds = request.minutes * 60
    asked = [replace(request, body_part=part) for part in (request.body_part, *request.also)]
    each = [candidates(turn.catalog.routines, one, turn.session.limits) for one in asked]
    found = list({routine.id: routine for some in each for routine in some}.values())
    if not found:
        return nearest_instead(turn, request, lead=lead)
    up = [routine for routine in found if routine.position not in (Position.FLOOR, Position.BED)]
    pool = _simple(up) or up or found

    def length(position: RoutinePosition) -> float:
        return seconds_of(turn, replace(position, waits=turn.memory.waits)) + _LEAD_SECONDS

    made_for = for_purposes(pool, turn.catalog.known_purposes(request))
    found_for = [best for some in (made_for, pool) if (best := fit(length, some, seconds))]
    # What is made for it first, unless that is shorter than what there is.
    best = next((one for one in found_for if length(one) >= seconds * _FULL), next(iter(found_for), None))
    name = "routine.built"
    if best is None:
        best = min((RoutinePosition("", (routine.steps[0].id,)) for routine in pool), key=length)
        name = "routine.too_short"
    whole = length(best)
    if whole < seconds * _FULL and name == "routine.built":
        name = "routine.too_long"
    return begin(turn, best, joined(lead, voice.say(name, length=say_length(voice, whole))))


def _simple(routines: Sequence[Routine]) -> list[Routine]:
    """Those that need a chair at most: nobody has to fetch a thing half way through a built routine."""
    return [routine for routine in routines if set(routine.equipment) <= {"chair"}]

"""Choosing and starting a stretch by voice."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from skill.content.model import Position, Routine
from skill.dialog.handlers.base import TurnHandler, choice_question, conclude, is_command, joined
from skill.dialog.handlers.routine_commands import go_on
from skill.dialog.handlers.routine_speech import ask_if_agreed, begin, guide, seconds_of, start, start_at_once
from skill.dialog.handlers.seen_to import ask_if_seen_to, to_be_asked
from skill.dialog.session import Ask, Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.choosing import allowed, best_first, candidates, fit, nearest
from skill.guidance.lengths import say_length
from skill.guidance.position import RoutinePosition
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven
from skill.understanding.stretch_request import StretchRequest

_LEAD_SECONDS = 5
"""What it takes to say how long a built stretch is."""
_NAMED = 3
"""Stretches that are named in one breath; nobody remembers more."""
_MORE_TO_NAME = {"routine.choose": "routine.choose_on", "routine.choose_more": "routine.choose_more_on"}
"""What is said instead where there are more of them."""


class StartHandler(TurnHandler):
    """Starts what was asked for, or says what there is."""

    commands = frozenset({Command.START, Command.ACHE, Command.FIT})

    def reply(self, turn: Turn) -> Reply:
        """One candidate starts at once; among several, ask. A place alone moves the stretch under way there."""
        return _elsewhere(turn, _wish(turn)) or start_wish(turn, _wish(turn))


class ListHandler(TurnHandler):
    """Says which stretches there are, three at a time."""

    commands = frozenset({Command.LIST})

    def reply(self, turn: Turn) -> Reply:
        """Three of them, to choose from."""
        return offer(turn, candidates(turn.catalog.stretches, _wish(turn), turn.session.limits))


class DifferentHandler(TurnHandler):
    """Another stretch than the one under way or the ones just named."""

    commands = frozenset({Command.DIFFERENT})

    def accepts(self, turn: Turn) -> bool:
        """A different one, while there is something to differ from."""
        asked = turn.pending is not None and turn.pending.ask in (Ask.CHOICE, Ask.ROUTINE)
        return super().accepts(turn) and (turn.position is not None or asked)

    def reply(self, turn: Turn) -> Reply:
        """The next best, started at once where one was under way; else more to choose from."""
        stretches = turn.catalog.stretches
        wished = not _wish(turn).open() and not turn.catalog.recognizer.refuses(turn.text)
        if wished and turn.position is None:
            session = replace(turn.session, declined=(*turn.session.declined, *_ids_on_offer(turn)))
            return start_wish(replace(turn, session=session), replace(_wish(turn), stretch=""))
        if turn.position is None:
            assert turn.pending is not None
            session = replace(turn.session, declined=(*turn.session.declined, *turn.pending.ids))
            left = [
                routine
                for routine in stretches.routines.values()
                if allowed(routine, session.limits) and routine.id not in session.declined
            ]
            return offer(replace(turn, session=session), left, "routine.choose_more")
        return another(turn, stretches.routine_of(turn.position))


class LengthHandler(TurnHandler):
    """A longer stretch than those on the table, or a shorter one."""

    commands = frozenset({Command.LONGER_ONE, Command.SHORTER_ONE, Command.SHORTER})

    def accepts(self, turn: Turn) -> bool:
        """Either, always. "Too long" is of a stretch on offer, where nothing was told that it could be of."""
        of_an_answer = is_command(turn, Command.SHORTER) and (turn.session.heard or not _waiting_routines(turn))
        return super().accepts(turn) and not of_an_answer

    def reply(self, turn: Turn) -> Reply:
        """The nearest in length, asked about; a stretch under way waits for the answer."""
        return of_length(turn, 1 if is_command(turn, Command.LONGER_ONE) else -1)


class ConstraintHandler(TurnHandler):
    """Nothing on the floor, or without some equipment: kept for this session, never stored."""

    commands = frozenset({Command.NO_FLOOR, Command.NO_EQUIPMENT})

    def reply(self, turn: Turn) -> Reply:
        """Remember it; if the stretch under way needs it, begin another."""
        session, lead = _constrained(turn)
        kept = replace(turn, session=session)
        position = turn.position
        if position is None:
            waiting = _waiting_routines(turn)
            if waiting:
                left = [routine for routine in waiting if allowed(routine, session.limits)]
                return offer(kept, left, lead=lead)
            return offer(kept, candidates(turn.catalog.stretches, StretchRequest(), session.limits), lead=lead)
        routine = turn.catalog.stretches.routine_of(position)
        if allowed(routine, session.limits):
            return conclude(kept, Outcome.ROUTINE, lead)
        return another(kept, routine, lead)


class CarryOnHandler(TurnHandler):
    """Goes on with the stretch left half done, without asking."""

    commands = frozenset({Command.RESUME, Command.FLOW})

    def accepts(self, turn: Turn) -> bool:
        """Resume or keep going, with nothing under way and something saved."""
        return super().accepts(turn) and turn.position is None and turn.memory.position is not None

    def reply(self, turn: Turn) -> Reply:
        """Back into place, and on."""
        return go_on_saved(turn)


class LastTimeHandler(TurnHandler):
    """The same as the last time: of that, only what was left half done is known."""

    commands = frozenset({Command.LAST_TIME})

    def reply(self, turn: Turn) -> Reply:
        """On with it; else what there is, and that no more is kept."""
        if turn.position is not None:
            return go_on(turn, turn.voice.say("routine.going_on"))
        if turn.memory.position is not None:
            return go_on_saved(turn)
        found = candidates(turn.catalog.stretches, StretchRequest(), turn.session.limits)
        return offer(turn, found, lead=turn.voice.say("routine.last_time_unknown"))


def start_wish(turn: Turn, wish: StretchRequest, lead: Markup | str = "") -> Reply:
    """Start what suits `wish`: at once if there is one candidate, else ask which."""
    if to_be_asked(turn):
        return ask_if_seen_to(turn, wish)
    if wish.unclear_minutes:
        session, reprompt = turn.session_at_cue.asking(Ask.START_ANY), turn.voice.say("routine.minutes_reprompt")
        return Reply(Outcome.CHOOSE, turn.voice.say("routine.minutes"), session, reprompt)
    if wish.lacking:
        session = _without(turn.session, wish.equipment)
        kept = turn.voice.say("routine.kept.no_equipment", equipment=wish.equipment)
        left = replace(wish, stretch="", equipment="", lacking=False)
        return start_wish(replace(turn, session=session), left, joined(lead, kept))
    lead = joined(lead, up_first(turn))
    if wish.minutes and not wish.stretch:
        return _fitted(turn, wish, lead)
    if wish.lacked:
        return _nearest(turn, wish)
    wish = _as_long(turn, wish)
    suited = candidates(turn.catalog.stretches, wish, turn.session.limits)
    if not suited:
        return _nearest(turn, wish)
    found = best_first(suited, turn.catalog.nearest.get(wish.body_part, ()))
    main = [routine for routine in found if routine.body[:1] == (wish.body_part,)]
    if len(main) == 1 or len(found) == 1:
        return _start(turn, (main or found)[0], wish, lead)
    if wish.body_part and not (main or wish.position or wish.equipment):
        return _nearest(turn, wish, "routine.none_mainly_for")
    if wish.unlisted:
        return offer(turn, found, lead=joined(lead, turn.voice.say("routine.none_such")))
    if turn.one_shot:
        return _start(turn, (main or found)[0], wish, lead)
    return offer(turn, main or found, lead=lead)


def _as_long(turn: Turn, wish: StretchRequest) -> StretchRequest:
    """`wish`, of the routines that are the same but for their length, for the nearest to the minutes that were said."""
    same = next((names for names in turn.catalog.lengths if wish.stretch in names), ())
    known = turn.catalog.stretches.routines
    there = [known[name] for name in same if name in known and allowed(known[name], turn.session.limits)]
    if not wish.minutes or not there:
        return wish

    def off(routine: Routine) -> float:
        whole = seconds_of(turn, RoutinePosition(routine.id, tuple(step.id for step in routine.steps)))
        return abs(whole - 60 * wish.minutes)

    return replace(wish, stretch=min(there, key=off).id)


def _start(turn: Turn, routine: Routine, wish: StretchRequest, lead: Markup | str) -> Reply:
    """Begin a routine, as it was wished."""
    return start_at_once(turn, routine, lead) if wish.at_once else start(turn, routine, lead)


def _elsewhere(turn: Turn, wish: StretchRequest) -> Reply | None:
    """Something like the stretch under way, where it can be done ("can I do it in a chair"); None if there is none."""
    if (
        turn.position is None
        or not wish.position
        or wish.stretch
        or wish.body_part
        or wish.minutes
        or to_be_asked(turn)
    ):
        return None
    stretches = turn.catalog.stretches
    under_way = stretches.routine_of(turn.position)
    for name in turn.catalog.nearest.get(under_way.id, ()):
        other = stretches.routines[name]
        if other.position == wish.position and allowed(other, turn.session.limits):
            return start(turn, other, up_first(turn))
    return None


def of_length(turn: Turn, longer: int) -> Reply:
    """Ask about a stretch that takes longer than those on the table, or less long: the nearest in length.

    Args:
        turn: what came in.
        longer: 1 for longer, -1 for shorter.
    """
    say = turn.voice.say

    def length(routine: Routine) -> float:
        return seconds_of(turn, RoutinePosition(routine.id, tuple(step.id for step in routine.steps)))

    table = _waiting_routines(turn)
    if turn.position is not None:
        table = [turn.catalog.stretches.routine_of(turn.position)]
    lengths = sorted(longer * length(routine) for routine in table)
    allowed_ones = [one for one in turn.catalog.stretches.routines.values() if allowed(one, turn.session.limits)]
    ordered = sorted(allowed_ones, key=lambda one: longer * length(one), reverse=not table)
    found = [one for one in ordered if not lengths or longer * length(one) > lengths[-1]]
    found = [one for one in found if _as_easily(one, table)] or found
    if not found:
        lead = say("routine.longest_there_is" if longer > 0 else "routine.shortest_there_is")
        return conclude(replace(turn, one_shot=False), Outcome.PROMPT, lead)
    best = found[0]
    takes = say("routine.takes", name=say(f"routine.{best.id}.name"), length=say_length(turn.voice, length(best)))
    return _ask_about(turn, best, takes)


def _as_easily(routine: Routine, table: Sequence[Routine]) -> bool:
    """Whether it asks nobody to get down on the floor who was not to, by what is on the table, if anything is."""
    down = any(one.position is Position.FLOOR for one in table)
    return down or not table or routine.position is not Position.FLOOR


def offer(
    turn: Turn,
    routines: Sequence[Routine],
    prompt: str = "routine.choose",
    lead: Markup | str = "",
) -> Reply:
    """Name up to three stretches to choose from."""
    say = turn.voice.say
    if not routines:
        reprompt = say("routine.none_at_all_reprompt")
        speech = joined(lead, say("routine.none_at_all"))
        return Reply(Outcome.UNKNOWN, speech, turn.session_at_cue, reprompt)
    named = routines[:_NAMED]
    if len(routines) > _NAMED:
        prompt = _MORE_TO_NAME[prompt]
    if len(named) == 1:
        return _ask_about(turn, named[0], lead)
    ids = tuple(routine.id for routine in named)
    question, reprompt = choice_question(turn, ids, prompt)
    session = turn.session_at_cue.asking(Ask.CHOICE, *ids)
    return Reply(Outcome.CHOOSE, joined(lead, question), session, reprompt, choices=ids)


def another(turn: Turn, routine: Routine, lead: Markup | str = "") -> Reply:
    """Begin a different stretch than `routine`, for the same part of the body if there is one."""
    declined = (*turn.session.declined, routine.id)
    lead = joined(lead, up_first(turn))
    turn = replace(turn, session=replace(turn.session, declined=declined, position=None))
    left = [
        other
        for other in turn.catalog.stretches.routines.values()
        if allowed(other, turn.session.limits) and other.id not in declined
    ]
    if not left:
        return offer(turn, (), lead=lead)
    near = [other for name in turn.catalog.nearest.get(routine.id, ()) for other in left if other.id == name]
    alike = [other for other in left if other.body[0] == routine.body[0]]
    return start(turn, (near or alike or left)[0], lead)


def go_on_saved(turn: Turn) -> Reply:
    """Go on with the saved stretch: back into place, and the step under way from its first cue; if done, the next one.

    On the floor, that begins with getting down again, and then goes to the step.
    """
    position = turn.memory.position
    assert position is not None
    if to_be_asked(turn):
        return ask_if_seen_to(turn, StretchRequest(stretch=position.routine))
    if turn.session.ask_first:
        return ask_if_agreed(turn, position)
    turn = replace(turn, session=replace(turn.session, position=position))
    if position.stage < 0:
        return begin(turn, position)
    routine = turn.catalog.stretches.routine_of(position)
    back = turn.voice.say(f"routine.{routine.id}.back")
    lead = turn.voice.say("routine.back_in_place", back=back)
    stretches = turn.catalog.stretches
    if stretches.done(position) and not stretches.over(position):
        position = stretches.at(position, position.following)
    position = replace(position, cue=0, paused=False)
    if routine.position is Position.FLOOR and position.stage > 0:
        position = replace(position, stage=0, then=position.stage)
    return guide(turn, position, lead)


def up_first(turn: Turn) -> Markup | str:
    """How to get up, for whoever lies on the floor when another stretch begins; empty for anybody else."""
    if turn.position is None or turn.position.stage <= 0:
        return ""
    floor = turn.catalog.stretches.routine_of(turn.position).position is Position.FLOOR
    return turn.voice.say("routine.up_first") if floor else ""


def _without(session: Session, equipment: str) -> Session:
    """`session`, in which the listener has no `equipment`."""
    return replace(session, lacking=tuple(dict.fromkeys((*session.lacking, equipment))))


def _wish(turn: Turn) -> StretchRequest:
    assert isinstance(turn.meaning, CommandGiven)
    return turn.meaning.wish


def _waiting_routines(turn: Turn) -> list[Routine]:
    """The routines that the open question named."""
    known = turn.catalog.stretches.routines
    return [known[name] for name in _ids_on_offer(turn) if name in known]


def _ids_on_offer(turn: Turn) -> tuple[str, ...]:
    """What the open question offers to start."""
    asked = turn.pending
    return asked.ids if asked and asked.ask in (Ask.CHOICE, Ask.ROUTINE) else ()


def _nearest(turn: Turn, wish: StretchRequest, none: str = "routine.none_for") -> Reply:
    """Say plainly that there is none, and ask about the nearest, with what it is good for.

    Args:
        turn: what came in.
        wish: what was asked for.
        none: the prompt that says so of a part of the body.
    """
    say = turn.voice.say
    stretches = turn.catalog.stretches
    close = nearest(stretches, wish, turn.session.limits, turn.catalog.nearest)
    if close is None:
        return offer(turn, ())
    hurt = _hurts_today(turn, wish)
    if wish.stretch in stretches.routines or hurt:
        return _ask_about(turn, close, say("routine.hurt_today" if hurt else "routine.not_that_one"))
    name = say(f"routine.{close.id}.name")
    if wish.lacked:
        speech = say("routine.none_called", wanted=wish.lacked, name=name)
    elif wish.body_part:
        reason = _reason(turn, close)
        speech = say(none, wanted=wish.body_part, name=name, reason=reason)
    else:
        speech = say("routine.none_in", name=name)
    session = turn.session_at_cue.asking(Ask.ROUTINE, close.id)
    reprompt = say("offer.routine_reprompt")
    return Reply(Outcome.CHOOSE, speech, session, reprompt, choices=(close.id,))


def _reason(turn: Turn, routine: Routine) -> Markup | str:
    """What the article says a routine is good for, in short."""
    told = turn.catalog.known_statements(step.why for step in routine.steps)
    return turn.voice.say(f"statement.{told[0]}.brief") if told else ""


def _hurts_today(turn: Turn, wish: StretchRequest) -> bool:
    """Whether what was asked for is there, and hurt earlier in this session."""
    everything = candidates(turn.catalog.stretches, wish, replace(turn.session, hurt=()).limits)
    return bool(turn.session.hurt) and bool(everything)


def _ask_about(turn: Turn, routine: Routine, lead: Markup | str = "") -> Reply:
    say = turn.voice.say
    speech = joined(lead, say("offer.routine", name=say(f"routine.{routine.id}.name")))
    session = turn.session_at_cue.asking(Ask.ROUTINE, routine.id)
    reprompt = say("offer.routine_reprompt")
    return Reply(Outcome.CHOOSE, speech, session, reprompt, choices=(routine.id,))


def _fitted(turn: Turn, wish: StretchRequest, lead: Markup | str = "") -> Reply:
    """A stretch as long as the listener has time, never longer."""
    voice = turn.voice
    seconds = wish.minutes * 60
    found = candidates(turn.catalog.stretches, wish, turn.session.limits)
    if not found:
        return _nearest(turn, wish)
    off_floor = [routine for routine in found if routine.position is not Position.FLOOR]
    pool = _simple(off_floor) or off_floor or found

    def length(position: RoutinePosition) -> float:
        return seconds_of(turn, replace(position, waits=turn.memory.waits)) + _LEAD_SECONDS

    best = fit(length, pool, seconds)
    name = "routine.built"
    if best is None:
        best = min((RoutinePosition("", (routine.steps[0].id,)) for routine in pool), key=length)
        name = "routine.too_short"
    whole = length(best)
    if whole < seconds * 0.9 and name == "routine.built":
        name = "routine.too_long"
    return begin(turn, best, joined(lead, voice.say(name, length=say_length(voice, whole))))


def _simple(routines: Sequence[Routine]) -> list[Routine]:
    """Those that need a chair at most: nobody has to fetch a thing half way through a built stretch."""
    return [routine for routine in routines if set(routine.equipment) <= {"chair"}]


def _constrained(turn: Turn) -> tuple[Session, Markup]:
    """The session with what the listener cannot do, and a word that it was understood."""
    session = turn.session_at_cue
    if is_command(turn, Command.NO_FLOOR):
        return replace(session, no_floor=True), turn.voice.say("routine.kept.no_floor")
    wish = _wish(turn)
    missing = wish.equipment
    if not missing:
        return session, turn.voice.say("routine.kept.unclear")
    if wish.only:
        known = {thing for routine in turn.catalog.stretches.routines.values() for thing in routine.equipment}
        lead = turn.voice.say("routine.kept.only", equipment=missing)
        return replace(session, lacking=tuple(sorted(known - {missing}))), lead
    return _without(session, missing), turn.voice.say("routine.kept.no_equipment", equipment=missing)

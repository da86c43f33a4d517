"""Offering routines: some to choose from, one to say yes to, the nearest where there is none."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from skill.content.model import Position, Routine
from skill.dialog.handlers.base import choice_question, joined
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.choosing import best_first, candidates, each_at_its_best, for_purposes, nearest
from skill.understanding.routine_request import RoutineRequest

_NAMED = 3
"""Routines that are named in one breath; nobody remembers more."""
_MORE_TO_NAME = {"routine.choose": "routine.choose_on", "routine.choose_more": "routine.choose_more_on"}
"""What is said instead where there are more of them."""


def offer(
    turn: Turn,
    routines: Sequence[Routine],
    prompt: str = "routine.choose",
    lead: Markup | str = "",
    part: str = "",
) -> Reply:
    """Name up to three stretches to choose from.

    Args:
        turn: what came in.
        routines: all there are, best first.
        prompt: what names them.
        lead: what is said before it.
        part: the part of the body that they were asked for, which is said back.
    """
    say = turn.voice.say
    if not routines:
        reprompt = say("routine.none_at_all_reprompt")
        speech = joined(lead, say("routine.none_at_all"))
        return Reply(Outcome.UNKNOWN, speech, turn.session_at_cue, reprompt)
    named = routines[:_NAMED]
    if len(routines) > _NAMED:
        prompt = _MORE_TO_NAME[prompt]
    if len(named) == 1:
        return ask_about(turn, named[0], lead)
    ids = tuple(routine.id for routine in named)
    question, reprompt = choice_question(turn, ids, prompt, part)
    session = turn.session_at_cue.asking(Ask.CHOICE, *ids)
    return Reply(Outcome.CHOOSE, joined(lead, question), session, reprompt, choices=ids)


def suited(turn: Turn, request: RoutineRequest) -> list[Routine]:
    """What suits `request`, best first: of what is for a part of the body, what is for that above all."""
    found = candidates(turn.catalog.routines, request, turn.session.limits)
    if request.routine:
        return found
    purposes = turn.catalog.known_purposes(request)
    made_for = {name for purpose in purposes for name in purpose.fits}
    if request.position == Position.FLOOR and made_for and not made_for & {routine.id for routine in found}:
        # Whoever lies, and cannot sleep, lies in bed.
        found = candidates(turn.catalog.routines, replace(request, position=Position.BED), turn.session.limits) or found
    keys = (request.body_part or request.position, *request.also)
    found = best_first(found, [name for key in keys for name in turn.catalog.nearest.get(key, ())])
    several = [routine for routine in found if request.also and set(request.also) <= set(routine.body)]
    main = [routine for routine in found if routine.body[:1] == (request.body_part,)]
    wanted = {name for purpose in purposes if not purpose.manner for name in purpose.fits}
    if wanted.isdisjoint(routine.id for routine in main) and not wanted.isdisjoint(routine.id for routine in found):
        main = []
    return for_purposes(several or main or found, purposes)


def best_of_each(turn: Turn, request: RoutineRequest) -> list[Routine]:
    """Where no routine is for all that was asked for, parts, a thing and what for: the best for each of them."""
    near = turn.catalog.nearest

    def there(**wanted: Any) -> list[Routine]:
        """What is for one of them, where they want it."""
        place = RoutineRequest(position=request.position, avoids=request.avoids)
        return candidates(turn.catalog.routines, replace(place, **wanted), turn.session.limits)

    def for_part(part: str) -> list[Routine]:
        """What is for a part of the body, what is for that above all first."""
        return sorted(best_first(there(body_part=part), near.get(part, ())), key=lambda it: it.body[:1] != (part,))

    named = turn.catalog.routines.by_id.get(request.routine)
    if named is not None:  # it may be wanted for a part that it is not for
        strange = [part for part in request.also if part not in named.body and named.id not in near.get(part, ())]
        return each_at_its_best([[named], *filter(None, map(for_part, strange))])
    found = [for_part(part) for part in (request.body_part, *request.also) if part]
    if request.equipment:
        found.append([routine for routine in there() if request.equipment in routine.equipment])
    for purpose in turn.catalog.known_purposes(request):
        if purpose.fits and not purpose.manner:
            found.append(for_purposes([routine for routine in there() if routine.id in purpose.fits], [purpose]))
    return each_at_its_best([some for some in found if some])


def ask_about(turn: Turn, routine: Routine, lead: Markup | str = "", question: str = "offer.routine") -> Reply:
    """Shall we do that one?

    Args:
        turn: what came in.
        routine: that one.
        lead: what is said before it.
        question: the prompt that asks; another where the lead has named it.
    """
    say = turn.voice.say
    speech = joined(lead, say(question, name=say(f"routine.{routine.id}.name")))
    session = turn.session_at_cue.asking(Ask.ROUTINE, routine.id)
    reprompt = say("offer.routine_reprompt")
    return Reply(Outcome.CHOOSE, speech, session, reprompt, choices=(routine.id,))


def nearest_instead(
    turn: Turn,
    request: RoutineRequest,
    none: str = "routine.none_for",
    lead: Markup | str = "",
    close: Routine | None = None,
) -> Reply:
    """Say plainly that there is none, and ask about the nearest, with what it is good for.

    Args:
        turn: what came in.
        request: what was asked for.
        none: the prompt that says so of a part of the body.
        lead: what is said before it.
        close: the nearest, where it is known already.
    """
    say = turn.voice.say
    routines = turn.catalog.routines
    close = close or nearest(
        routines, request, turn.session.limits, turn.catalog.nearest, turn.catalog.known_purposes(request)
    )
    if close is None:
        return offer(turn, (), lead=lead)
    hurt = _hurts_today(turn, request)
    if (request.routine in routines.by_id and not request.lacked) or hurt:
        return ask_about(turn, close, joined(lead, say("routine.hurt_today" if hurt else "routine.not_that_one")))
    name = say(f"routine.{close.id}.name")
    made_for = next(iter(turn.catalog.known_purposes(request)), None)
    if request.lacked:
        speech = say("routine.none_called", wanted=request.lacked, name=name)
    elif made_for is not None and not request.body_part:
        speech = say("routine.none_made_for", wanted=request.purposes[0], name=name, reason=made_for.why)
    elif request.body_part and not _only_elsewhere(turn, request):
        reason = _reason(turn, close)
        speech = say(none, wanted=request.body_part, name=name, reason=reason)
    else:
        speech = say("routine.none_in", name=name)
    session = turn.session_at_cue.asking(Ask.ROUTINE, close.id)
    reprompt = say("offer.routine_reprompt")
    return Reply(Outcome.CHOOSE, joined(lead, speech), session, reprompt, choices=(close.id,))


def _reason(turn: Turn, routine: Routine) -> Markup | str:
    """What the article says a routine is good for, in short."""
    told = turn.catalog.known_statements(step.why for step in routine.steps)
    return turn.voice.say(f"statement.{told[0]}.brief") if told else ""


def _only_elsewhere(turn: Turn, request: RoutineRequest) -> bool:
    """Whether there is something for the part of the body that was named, only not where it is to be."""
    part = RoutineRequest(body_part=request.body_part)
    return bool(request.position) and bool(candidates(turn.catalog.routines, part, turn.session.limits))


def _hurts_today(turn: Turn, request: RoutineRequest) -> bool:
    """Whether what was asked for is there, and hurt earlier in this session."""
    everything = candidates(turn.catalog.routines, request, replace(turn.session, hurt=()).limits)
    return bool(turn.session.hurt) and bool(everything)


def routines_on_offer(turn: Turn) -> list[Routine]:
    """The routines that the open question named."""
    known = turn.catalog.routines.by_id
    return [known[name] for name in ids_on_offer(turn) if name in known]


def ids_on_offer(turn: Turn) -> tuple[str, ...]:
    """What the open question offers to start."""
    asked = turn.pending
    return asked.ids if asked and asked.ask in (Ask.CHOICE, Ask.ROUTINE) else ()

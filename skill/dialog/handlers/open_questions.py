"""Yes, no and choices: the answers to whatever the skill asked last."""

from collections.abc import Callable
from dataclasses import replace

from skill.dialog.handlers.answers import answer, topics
from skill.dialog.handlers.base import TurnHandler, conclude, is_command, is_unheard, joined
from skill.dialog.handlers.carrying_on import go_on_saved
from skill.dialog.handlers.offering import offer, suited
from skill.dialog.handlers.routine_commands import go_on
from skill.dialog.handlers.routine_speech import ask_if_agreed, begin, goodbye, start
from skill.dialog.handlers.seen_to import ask_if_seen_to, asked, to_be_asked
from skill.dialog.handlers.starting import alike_in_place, start_any, start_requested, up_first
from skill.dialog.session import Ask, Pending
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.choosing import allowed, best_first
from skill.guidance.plans import only
from skill.guidance.position import RoutinePosition
from skill.understanding.command import MOVING, TELLING, Command
from skill.understanding.meaning import Asked, CommandGiven, Meaning, Referred, Unanswerable, Urgent
from skill.understanding.routine_request import RoutineRequest

_ORDINALS = {Command.ANY: 0, Command.FIRST: 0, Command.SECOND: 1, Command.THIRD: 2}
_AGREED = (Command.YES, Command.READY, Command.RESUME, Command.KEEP_ON, Command.FLOW)
"""What takes an offer."""
_TAKES_IT = (Command.FIRST, Command.ANY)
"""What takes the one thing that is on offer, as one of several."""
_OTHERWISE_MEANT = {Command.YES, Command.START, Command.DIFFERENT, Command.LAST_TIME, Command.REPEAT, Command.FINE}
"""What moves on elsewhere, and is something else beside a question whether to stop."""
_ON = (MOVING - _OTHERWISE_MEANT) | {Command.EASIER, Command.STEP_BY_STEP}
"""What wants to go on although it hurt: taken as a no to stopping, never as leave to go on with what hurt."""
_WORDS_OF_A_CHOICE = 8
"""Words up to which what is said may name one of the routines offered; more are a request of their own."""
_MORE = (Command.LIST, Command.DIFFERENT, Command.MORE)
"""What asks for other routines than those named."""

_SIDES = {
    Command.LEFT_SIDE: "left",
    Command.ONLY_LEFT: "left",
    Command.RIGHT_SIDE: "right",
    Command.ONLY_RIGHT: "right",
}
"""What takes a routine that is offered, on one side alone."""
_DECLINED = (Command.NO, Command.NEITHER)
"""What takes none."""
_NO_LEAVE = (*_DECLINED, Command.UNSURE, Command.PAUSE)
"""What is no yes where something must be seen to, or be agreed, first."""
_ANSWERS: dict[Ask, frozenset[Command]] = {
    Ask.STATEMENT: frozenset({Command.YES, *_DECLINED}),
    Ask.ROUTINE: frozenset({*_AGREED, *_TAKES_IT, *_DECLINED, *_SIDES}),
    Ask.CHOICE: frozenset({*_ORDINALS, *_AGREED, *_DECLINED, *_MORE}),
    Ask.GO_ON: frozenset({*_AGREED, *_TAKES_IT, *_DECLINED}) - {Command.FLOW},  # the routine takes it
    Ask.SAVED: frozenset({*_AGREED, *_TAKES_IT, *_DECLINED, Command.START_OVER}),
    Ask.STOP_HERE: frozenset({Command.YES, Command.STOP, Command.CANCEL, Command.GET_UP, Command.NO, *_ON}),
    Ask.ANYTHING: frozenset({Command.YES, *_DECLINED}),
    Ask.START_ANY: frozenset({*_AGREED, *_TAKES_IT, *_DECLINED}),
    Ask.AGREED: frozenset({Command.YES, *_DECLINED, *_ON, Command.UNSURE}),
    Ask.SEEN_TO: frozenset({*_AGREED, Command.FINE, Command.NEXT, *_NO_LEAVE}),
    Ask.SIGN: frozenset(),  # whatever it is, `handlers.safety` takes it
}
"""The commands that answer each question."""


class OpenQuestionHandler(TurnHandler):
    """Takes a yes, a no or a choice, while a question of ours is open."""

    commands = frozenset().union(*_ANSWERS.values(), {Command.EASIER, Command.UNCLEAR})

    def accepts(self, turn: Turn) -> bool:
        """An answer to the open question."""
        if turn.pending is None:
            return False
        ask = turn.pending.ask
        if is_command(turn, *_ANSWERS[ask]):
            return True
        if ask is Ask.CHOICE:
            return bool(chosen(turn))
        if ask is Ask.ROUTINE and turn.position is None:
            return is_command(turn, Command.EASIER)
        if ask is Ask.STOP_HERE:
            return is_unheard(turn)
        return ask is Ask.AGREED and _vague(turn)

    def reply(self, turn: Turn) -> Reply:
        """What the answer leads to."""
        pending = turn.pending
        assert pending is not None
        if pending.ask is Ask.CHOICE:
            return _choice(turn, pending)
        if is_command(turn, Command.EASIER):  # "I can't do that one"
            return _others(turn, pending)
        if pending.ask is Ask.AGREED and not is_command(turn, Command.YES):
            return _asked_agreement_again(turn, pending) if is_command(turn, *_ON) else _not_agreed(turn, pending)
        if pending.ask is Ask.SAVED and is_command(turn, Command.START_OVER):
            return _saved_from_the_beginning(turn)
        if is_unheard(turn):
            return _ask_again(turn, pending)
        agreed, declined = _REPLIES[pending.ask]
        no = is_command(turn, *_NO_LEAVE) or (pending.ask is Ask.STOP_HERE and is_command(turn, *_ON))
        return declined(turn, pending) if no else agreed(turn, pending)


def chosen(turn: Turn) -> str:
    """Which of the offered ids the listener named in their own words; empty if none."""
    pending = turn.pending
    assert pending is not None
    meaning = turn.meaning
    if isinstance(meaning, Asked) and pending.ids[0] in turn.catalog.statements:
        named = [statement for statement in meaning.statements if statement in pending.ids]
        return named[0] if named else ""
    routines = turn.catalog.routines.by_id
    if isinstance(meaning, CommandGiven) and (_of_its_own(meaning.request) or meaning.command is Command.ASIDE):
        return ""
    if isinstance(meaning, CommandGiven) and meaning.command in TELLING and not meaning.request.routine:
        return ""
    if isinstance(meaning, Urgent) or len(turn.text.split()) > _WORDS_OF_A_CHOICE or pending.ids[0] not in routines:
        return ""
    if isinstance(meaning, Referred) or (_of_the_article(meaning) and turn.catalog.recognizer.is_question(turn.text)):
        return ""
    request = turn.catalog.recognizer.request(turn.text)
    if request.routine:
        return request.routine if request.routine in pending.ids else ""
    offered = [routines[name] for name in pending.ids]
    purposes = turn.catalog.known_purposes(request)
    if request.for_nothing_else() and purposes and all(purpose.manner for purpose in purposes):  # "the short one"
        so = [routine for routine in offered if all(routine.id in purpose.fits for purpose in purposes)]
        return best_first(so, purposes[0].fits)[0].id if so else ""
    if request.body_part:
        mainly = [routine for routine in offered if routine.body[0] == request.body_part]
        also = [routine for routine in offered if request.body_part in routine.body]
        offered = mainly or ([] if is_command(turn, Command.START) else also)
    if request.position:
        offered = [routine for routine in offered if routine.position == request.position]
    if (request.body_part or request.position) and len(offered) == 1:
        return offered[0].id
    return turn.catalog.recognizer.pick(
        turn.text, {name: str(words) for name, words in topics(turn, pending.ids).items()}
    )


def _of_its_own(request: RoutineRequest) -> bool:
    """Whether it says more than the name of a routine on offer can: how long, or what is not there."""
    return bool(request.minutes or request.unclear_minutes or request.lacking)


def _of_the_article(meaning: Meaning) -> bool:
    """Whether it is a question that the article answers, or ought to."""
    return isinstance(meaning, Asked) or (isinstance(meaning, Unanswerable) and bool(meaning.gap))


def _choice(turn: Turn, pending: Pending) -> Reply:
    for command, number in _ORDINALS.items():
        if is_command(turn, command) and number < len(pending.ids):
            return _take(turn, pending.ids[number])
    named = chosen(turn)
    routines = turn.catalog.routines.by_id
    if named in routines and turn.catalog.recognizer.refuses(turn.text):
        return offer(turn, [routines[name] for name in pending.ids if name != named])
    if named:
        return _take(turn, named)
    if is_command(turn, *_AGREED):
        return _take(turn, pending.ids[0])
    if pending.ids[0] in turn.catalog.statements:
        reprompt = turn.voice.say("anything_else_reprompt")
        return Reply(Outcome.PROMPT, turn.voice.say("choose.neither"), turn.session_at_cue, reprompt)
    return _others(turn, pending)


def _others(turn: Turn, pending: Pending) -> Reply:
    """Other routines than those on offer, of what was wished for as long as there are any."""
    session = replace(turn.session, declined=(*turn.session.declined, *pending.ids))
    request = replace(turn.catalog.recognizer.request(turn.text), routine="")
    for wish in (turn.session.request if request.open() else request, request):
        found = suited(replace(turn, session=session), wish or request)
        left = [routine for routine in found if routine.id not in session.declined]
        if left:
            break
    return offer(replace(turn, session=session), left, "routine.choose_more")


def _take(turn: Turn, name: str) -> Reply:
    """Answer with a statement, or start a routine."""
    if name in turn.catalog.statements:
        return answer(turn, Asked((name,), turn.session.others))
    if to_be_asked(turn):
        return ask_if_seen_to(turn, RoutineRequest(routine=name))
    routines = turn.catalog.routines
    routine = routines.by_id[name]
    for command, side in _SIDES.items():
        if is_command(turn, command):
            whole = RoutinePosition(routine.id, tuple(step.id for step in routine.steps))
            lead = turn.voice.say("routine.only_side", side=side)
            one = only(routines, whole, side)
            return begin(turn, one or whole, joined(up_first(turn), lead if one else ""))
    return start(turn, routine, up_first(turn))


def _hear_it(turn: Turn, pending: Pending) -> Reply:
    return (alike_in_place(turn, pending.ids[0]) if turn.position is None else None) or _take(turn, pending.ids[0])


def _not_that(turn: Turn, _: Pending) -> Reply:
    if turn.position is not None:
        return conclude(replace(turn, pending=None), Outcome.PROMPT, turn.voice.say("no.okay_routine"))
    reprompt = turn.voice.say("anything_else_reprompt")
    return Reply(Outcome.PROMPT, turn.voice.say("no.okay"), turn.session_at_cue, reprompt)


def _another_routine(turn: Turn, pending: Pending) -> Reply:
    session = replace(turn.session_at_cue, declined=(*turn.session.declined, *pending.ids), request=None)
    return _not_that(replace(turn, session=session), pending)


def _go_on(turn: Turn, _: Pending) -> Reply:
    return go_on(turn, turn.voice.say("routine.going_on"))


def _stop_there(turn: Turn, _: Pending) -> Reply:
    current = turn.current_position
    memory = replace(turn.memory, position=current)
    session = replace(turn.session_at_cue, position=None)
    return Reply(Outcome.STOPPED, goodbye(turn), session, memory=memory)


def _saved(turn: Turn, _: Pending) -> Reply:
    if turn.memory.position is None:
        return start_requested(turn, RoutineRequest())
    return go_on_saved(turn)


def _saved_from_the_beginning(turn: Turn) -> Reply:
    saved = turn.memory.position
    if saved is None:
        return start_requested(turn, RoutineRequest())
    return begin(turn, RoutinePosition(saved.routine, saved.steps))


def _fresh(turn: Turn, _: Pending) -> Reply:
    memory = replace(turn.memory, position=None)
    reprompt = turn.voice.say("launch.reprompt")
    return Reply(Outcome.PROMPT, turn.voice.say("launch.fresh"), turn.session_at_cue, reprompt, memory=memory)


def _stopped(turn: Turn, pending: Pending) -> Reply:
    """It is over. Whoever lies on the floor hears how to get up: the question names the routine then."""
    name = "routine.hurts_stopped_floor" if pending.ids else "routine.hurts_stopped"
    return Reply(Outcome.STOPPED, turn.voice.say(name), turn.session_at_cue)


def _something_else(turn: Turn, pending: Pending) -> Reply:
    """A different routine than the one that hurt, asked about, not started."""
    left = [routine for routine in turn.catalog.routines.by_id.values() if allowed(routine, turn.session.limits)]
    if not left:
        return offer(turn, ())
    name = turn.voice.say(f"routine.{left[0].id}.name")
    session = turn.session_at_cue.asking(Ask.ROUTINE, left[0].id)
    up = turn.voice.say("routine.up_first") if pending.ids else ""
    speech = joined(up, turn.voice.say("routine.hurts_again", name=name))
    reprompt = turn.voice.say("offer.routine_reprompt")
    return Reply(Outcome.CHOOSE, speech, session, reprompt, choices=(left[0].id,))


def _go_ahead(turn: Turn, _: Pending) -> Reply:
    """Whoever wished for a routine that had to wait means that, and anybody else a question."""
    if turn.session.request is not None:
        return start_requested(turn, turn.session.request)
    reprompt = turn.voice.say("anything_else_reprompt")
    return Reply(Outcome.PROMPT, turn.voice.say("yes.go_ahead"), turn.session_at_cue, reprompt)


def _goodbye(turn: Turn, _: Pending) -> Reply:
    return Reply(Outcome.STOPPED, turn.voice.say("goodbye"), turn.session_at_cue)


def _start_any(turn: Turn, _: Pending) -> Reply:
    if is_command(turn, Command.ANY):
        return start_any(turn)
    return start_requested(turn, RoutineRequest())


def _agreed(turn: Turn, pending: Pending) -> Reply:
    turn = replace(turn, session=replace(turn.session, ask_first=False))
    routine, *steps = pending.ids
    saved = turn.memory.position
    if saved is not None and (saved.routine, *saved.steps) == pending.ids:
        return go_on_saved(turn)
    return begin(turn, RoutinePosition(routine, tuple(steps)))


def _asked_agreement_again(turn: Turn, pending: Pending) -> Reply:
    """ "Ready" says nothing about whether anybody has agreed."""
    routine, *steps = pending.ids
    return ask_if_agreed(turn, RoutinePosition(routine, tuple(steps)))


def _vague(turn: Turn) -> bool:
    """Words that are no question of the subject: "not exactly", "nobody". They are no yes."""
    meaning = turn.meaning
    return is_unheard(turn) or (isinstance(meaning, Unanswerable) and not meaning.gap)


def _not_agreed(turn: Turn, _: Pending) -> Reply:
    return conclude(turn, Outcome.REFER, turn.voice.say("refer.leave_it"))


def _seen_to(turn: Turn, _: Pending) -> Reply:
    return start_requested(asked(turn), turn.session.request or RoutineRequest())


def _not_seen_to(turn: Turn, _: Pending) -> Reply:
    return conclude(asked(turn), Outcome.REFER, turn.voice.say("seen_to.first", call=turn.voice.emergency()))


def _ask_again(turn: Turn, pending: Pending) -> Reply:
    say = turn.voice.say
    speech = joined(say("unknown.unheard"), say("routine.hurts_reprompt"))
    session = turn.session_at_cue.asking(Ask.STOP_HERE, *pending.ids)
    return Reply(Outcome.MISSED, speech, session, say("routine.hurts_reprompt"))


_Answer = Callable[[Turn, Pending], Reply]
_REPLIES: dict[Ask, tuple[_Answer, _Answer]] = {
    Ask.STATEMENT: (_hear_it, _not_that),
    Ask.ROUTINE: (_hear_it, _another_routine),
    Ask.GO_ON: (_go_on, _stop_there),
    Ask.SAVED: (_saved, _fresh),
    Ask.STOP_HERE: (_stopped, _something_else),
    Ask.START_ANY: (_start_any, _not_that),
    Ask.ANYTHING: (_go_ahead, _goodbye),
    Ask.AGREED: (_agreed, _not_agreed),
    Ask.SEEN_TO: (_seen_to, _not_seen_to),
}

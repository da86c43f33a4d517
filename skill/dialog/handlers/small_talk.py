"""What asks for nothing: a complaint, a greeting, a remark. Each gets a kind word and a way on, in every state."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from skill.content.model import Routine
from skill.dialog.handlers.base import WIDE, TurnHandler, conclude, is_command, joined
from skill.dialog.handlers.routine_commands import where_we_are
from skill.dialog.session import Ask, Pending
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.choosing import best_first, candidates
from skill.guidance.passage import stage_name
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven
from skill.understanding.routine_request import RoutineRequest

_COMPLAINTS_AT_REST = (Command.PUFFED, Command.SHAKY, Command.WOBBLY)
"""What happens to people in a routine, and otherwise tells that something is wrong."""


class ComplaintHandler(TurnHandler):
    """The front door: something hurts, and nothing was asked for."""

    commands = frozenset({Command.COMPLAINT, *_COMPLAINTS_AT_REST})

    def accepts(self, turn: Turn) -> bool:
        """A complaint; and what a routine does to people, where there is none that could have done it."""
        return is_command(turn, Command.COMPLAINT) or (super().accepts(turn) and turn.position is None)

    def reply(self, turn: Turn) -> Reply:
        """A kind word, one true sentence, once a session the signs to watch for, and one offer; a routine stays."""
        say = turn.voice.say
        if turn.pending is not None and turn.pending.ask is Ask.STOP_HERE:  # whom to see, and the signs, were said
            return conclude(turn, Outcome.PROMPT, joined(say("complaint"), say("refer.hurts_still")))
        net = Markup() if turn.session.net_said else say("complaint.net", call=turn.voice.emergency())
        session = replace(turn.session_at_cue, net_said=True)
        turn = _staying_open(turn)
        if turn.position is not None:
            speech = joined(say("complaint"), say("complaint.routine"), net)
            return conclude(turn, Outcome.PROMPT, speech, session=session, safety_net=bool(net))
        offered = _routine_for(turn)
        told = _statement(turn, offered)
        said = [say("complaint.statement", statement=say(f"statement.{name}.brief")) for name in told]
        session = replace(session, heard=told, others=()) if told else session
        speech = joined(say("complaint"), *said, net)
        if _asked(turn):
            return conclude(turn, Outcome.PROMPT, speech, session=session, statements=told, safety_net=bool(net))
        if offered:
            question = say("offer.routine", name=say(f"routine.{offered.id}.name"))
            # Whoever says to do something now means something for what aches.
            request = RoutineRequest(body_part=_part_of(turn))
            reprompt = say("offer.routine_reprompt")
            session = replace(session, request=request).asking(Ask.ROUTINE, offered.id)
        else:
            question = say("complaint.ask")
            reprompt, session = say("routine.nothing_running_reprompt"), session.asking(Ask.START_ANY)
        return Reply(
            Outcome.PROMPT,
            joined(speech, question),
            session,
            reprompt,
            statements=told,
            choices=(offered.id,) if offered else (),
            safety_net=bool(net),
        )


class GreetingHandler(TurnHandler):
    """Greets back."""

    commands = frozenset({Command.GREETING})

    def reply(self, turn: Turn) -> Reply:
        """A welcome, and what it will be; an open question and a routine stay as they are."""
        say = turn.voice.say
        if turn.position is not None or _asked(turn):
            return conclude(turn, Outcome.PROMPT, say("greeting"))
        speech = joined(say("greeting"), say("greeting.ask"))
        return Reply(Outcome.PROMPT, speech, turn.session_at_cue, say("launch.reprompt"))


class AsideHandler(TurnHandler):
    """What was said to somebody else: the coach is there, and stays where it is."""

    commands = frozenset({Command.ASIDE})

    def reply(self, turn: Turn) -> Reply:
        """Where we are, in one line, or the open question."""
        if turn.position is not None and turn.pending is None:
            return where_we_are(turn, turn.voice.say("aside.routine"))
        return conclude(_staying_open(turn), Outcome.PROMPT, turn.voice.say("aside"))


class ProgressHandler(TurnHandler):
    """How somebody is doing, with no routine under way: nothing is counted, and the place is kept."""

    commands = frozenset({Command.PROGRESS})

    def accepts(self, turn: Turn) -> bool:
        """The question while nothing is under way; a routine tells its step."""
        return super().accepts(turn) and turn.position is None

    def reply(self, turn: Turn) -> Reply:
        """That no counts are kept; and what was left half done, to go on with."""
        say = turn.voice.say
        saved = turn.memory.position
        asked = _asked(turn) and not (turn.pending is not None and turn.pending.ask is Ask.SAVED)
        if saved is None or asked:
            return conclude(_staying_open(turn), Outcome.PROMPT, say("progress.rest"))
        routine = turn.catalog.routines.routine_of(saved)
        step = stage_name(turn.voice, turn.stage(saved)) if saved.stage >= 0 else ""
        speech = say("progress.saved", name=say(f"routine.{routine.id}.name"), step=step)
        session = turn.session_at_cue.asking(Ask.SAVED)
        return Reply(Outcome.PROMPT, speech, session, say("launch.left_off_reprompt"))


_WORDS: Mapping[Command, str] = {
    Command.CHAT: "chat",
    Command.BORED: "chat.bored",
    Command.JOKE: "chat.joke",
    Command.FOR_OTHERS: "chat.others",
    Command.DROPPED: "aside",
    Command.CLIMBED_ON: "aside",
    Command.DEVICE: "device",
    Command.VOLUME: "device.volume",
    Command.SLOWER: "device.pace",
    Command.FASTER: "device.pace",
    Command.NORMAL_SPEED: "device.pace",
    Command.TIMER: "device.timer",
    Command.REMINDER: "device.reminder",
    Command.CLOCK: "device.clock",
    Command.BOT: "bot",
    Command.LISTENING: "bot.listening",
    Command.WATCHING: "bot.watching",
    Command.JOINING_IN: "bot.joining_in",
    Command.FINE: "fine",
    Command.UNSURE: "unsure",
}
"""What is said to each, before the way on."""


class SmallTalkHandler(TurnHandler):
    """Everything else that asks for nothing."""

    commands = frozenset(_WORDS)

    def reply(self, turn: Turn) -> Reply:
        """A word back, and on; whoever only tells of their day, and was asked nothing, is offered a routine."""
        assert isinstance(turn.meaning, CommandGiven)
        words = turn.voice.say(_WORDS[turn.meaning.command])
        if is_command(turn, Command.CHAT, Command.BORED) and turn.position is None and turn.pending is None:
            turn = replace(turn, pending=Pending(Ask.START_ANY))
        return conclude(_staying_open(turn), Outcome.PROMPT, words)


def _staying_open(turn: Turn) -> Turn:
    """`turn`, after which the microphone stays open: who says no more than this has not been served yet."""
    return replace(turn, one_shot=False)


def _asked(turn: Turn) -> bool:
    """Whether a question is open that nothing else may take the place of."""
    return turn.pending is not None and turn.pending.ask not in WIDE


def _statement(turn: Turn, offered: Routine | None) -> tuple[str, ...]:
    """The one to answer with: what `offered` is good for, if that is said to complaints, else the most general."""
    known = turn.catalog.known_statements(turn.catalog.complaint)
    reasons = {step.why for step in offered.steps} if offered else set()
    return tuple(name for name in known if name in reasons)[:1] or known[:1]


def _part_of(turn: Turn) -> str:
    """The part of the body that was named; empty if none was."""
    assert isinstance(turn.meaning, CommandGiven)
    return turn.meaning.request.body_part


def _routine_for(turn: Turn) -> Routine | None:
    """The routine for the part of the body that was named; None if none was, or there is none for it."""
    part = _part_of(turn)
    if not part:
        return None
    found = candidates(turn.catalog.routines, RoutineRequest(body_part=part), turn.session.limits)
    found = best_first(found, turn.catalog.nearest.get(part, ()))
    mainly = [routine for routine in found if routine.body[0] == part]
    return next(iter(mainly or found), None)

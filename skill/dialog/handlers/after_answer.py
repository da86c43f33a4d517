"""What people say after an answer: more, shorter, not that, says who."""

from dataclasses import replace

from skill.dialog.handlers.answers import answer
from skill.dialog.handlers.base import TurnHandler, conclude, is_command, question_of
from skill.dialog.known import MORE
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.command import Command
from skill.understanding.meaning import Asked

_ASKED_LAST = (Ask.CHOICE, Ask.SAVED, Ask.START_ANY, Ask.STOP_HERE)
"""Questions that stood alone: to repeat is to ask them again. Others followed an answer, which is what is repeated."""


class AfterAnswerHandler(TurnHandler):
    """Goes on from the last answer."""

    commands = frozenset({Command.MORE, Command.SHORTER, Command.NOT_THAT, Command.REPEAT, Command.SAY_AGAIN})

    def accepts(self, turn: Turn) -> bool:
        """More, shorter or not that; and repeat, where no routine is under way."""
        of_the_routine = is_command(turn, Command.REPEAT) and turn.position is not None
        return super().accepts(turn) and not of_the_routine

    def reply(self, turn: Turn) -> Reply:
        """The rest, the short form, the next best, or the same again."""
        heard = turn.session.heard
        if is_command(turn, Command.NOT_THAT):
            return _next_best(turn)
        asked = turn.pending is not None and (not heard or turn.pending.ask in _ASKED_LAST)
        if is_command(turn, Command.REPEAT) and turn.pending is not None and asked:
            question, reprompt = question_of(turn, turn.pending)
            session = replace(turn.session_at_cue, pending=turn.pending)
            return Reply(Outcome.PROMPT, question, session, reprompt)
        if not heard:
            return _nothing_yet(turn)
        if is_command(turn, Command.MORE):
            return _more(turn)
        if is_command(turn, Command.SHORTER):
            brief = turn.voice.say(f"statement.{heard[0]}.brief")
            speech = turn.voice.say("answer.shorter", statement=brief)
            return conclude(turn, Outcome.ANSWER, speech, statements=heard[:1])
        return answer(turn, Asked(_statements(heard), turn.session.others))


class SourceHandler(TurnHandler):
    """Says where something comes from."""

    commands = frozenset({Command.SOURCE})

    def reply(self, turn: Turn) -> Reply:
        """The study or section behind the last answer, or the provenance of the movement under way."""
        say = turn.voice.say
        if turn.session.heard:
            known = turn.catalog.statements[turn.session.heard[0]]
            if known.study in turn.catalog.studies:
                speech = say("source.study", study=say(f"study.{known.study}"))
            else:
                section = say(f"statement.{known.id}.section")
                speech = say("source.article", section=section)
            return conclude(turn, Outcome.SOURCE, speech, statements=(known.id,))
        if turn.position is not None:
            step = turn.stage(turn.position).step
            kind = "article" if step.source.startswith("the article") else "guidance"
            credit = say(f"step.{step.id}.credit")
            return conclude(turn, Outcome.SOURCE, say(f"source.step_{kind}", credit=credit))
        return conclude(
            turn,
            Outcome.SOURCE,
            say("source.general"),
            statements=turn.catalog.known_statements(turn.catalog.sources),
        )


def _nothing_yet(turn: Turn) -> Reply:
    """Nothing was said to add to or to repeat: what there is to go on with, or to ask."""
    say = turn.voice.say
    if turn.position is not None or turn.pending is not None:
        return conclude(turn, Outcome.PROMPT, say("answer.nothing_yet"))
    saved = turn.memory.position
    if saved is not None:
        name = say(f"routine.{turn.catalog.routines.routine_of(saved).id}.name")
        session = turn.session_at_cue.asking(Ask.SAVED)
        return Reply(Outcome.PROMPT, say("launch.left_off", name=name), session, say("launch.left_off_reprompt"))
    return Reply(Outcome.PROMPT, say("answer.nothing_said"), turn.session_at_cue, say("launch.reprompt"))


def _statements(heard: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in heard if name != MORE)


def _more(turn: Turn) -> Reply:
    """The rest of the last answer, then its neighbours in short, then nothing is left."""
    say = turn.voice.say
    heard = turn.session.heard
    known = turn.catalog.statements[heard[0]]
    unheard = [neighbour for neighbour in turn.catalog.known_statements(known.neighbours) if neighbour not in heard]
    if known.more and MORE not in heard:
        speech, spoken = say(f"statement.{known.id}.more"), (MORE,)
    elif unheard:
        speech, spoken = say(f"statement.{unheard[0]}.say"), (unheard[0],)
    else:
        return conclude(turn, Outcome.ANSWER, say("answer.no_more"))
    session = replace(turn.session_at_cue, heard=(*heard, *spoken))
    statements = tuple(name for name in (known.id, *spoken) if name != MORE)
    return conclude(
        turn,
        Outcome.ANSWER,
        say("answer.more", statement=speech),
        offer=known.offer,
        session=session,
        statements=statements,
    )


def _next_best(turn: Turn) -> Reply:
    say = turn.voice.say
    if not turn.session.others:
        name = "answer.no_better_closed" if turn.one_shot else "answer.no_better"
        return conclude(turn, Outcome.UNKNOWN, say(name))
    best, *rest = turn.session.others
    speech = say(
        "answer.next_best",
        topic=say(f"statement.{best}.topic"),
        statement=say(f"statement.{best}.say"),
    )
    session = replace(turn.session_at_cue, heard=(best,), others=tuple(rest))
    return conclude(turn, Outcome.ANSWER, speech, session=session, statements=(best,))

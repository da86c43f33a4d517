"""Questions: what the article says, which of two was meant, and what it does not say."""

from dataclasses import replace

from markupsafe import Markup

from skill.dialog.doubt import flag_in_doubt
from skill.dialog.handlers.base import TurnHandler, choice_question, conclude, joined
from skill.dialog.session import Ask
from skill.dialog.turn import Outcome, Reply, Turn
from skill.understanding.meaning import Asked, Speechless, Unanswerable

_ANSWER_WORDS = 62
"""Words of an answer of several statements, at most: with the question after it, thirty seconds of speech."""


class AnswerHandler(TurnHandler):
    """Answers from the article."""

    def accepts(self, turn: Turn) -> bool:
        """A question that the article answers."""
        return isinstance(turn.meaning, Asked)

    def reply(self, turn: Turn) -> Reply:
        """The statement most likely meant, and its neighbour in the same breath."""
        asked = turn.meaning
        assert isinstance(asked, Asked)
        if asked.ambiguous and not turn.one_shot and turn.position is None and flag_in_doubt(turn.pending) is None:
            return choose(turn, asked)
        return answer(turn, asked)


class UnknownHandler(TurnHandler):
    """Says honestly that the article does not say."""

    def accepts(self, turn: Turn) -> bool:
        """A question that the article does not answer, or that cannot be looked up."""
        return isinstance(turn.meaning, Unanswerable | Speechless)

    def reply(self, turn: Turn) -> Reply:
        """What is missing, by its name where it has one, and the nearest thing there is."""
        say = turn.voice.say
        if isinstance(turn.meaning, Speechless):
            return conclude(turn, Outcome.UNKNOWN, say("unknown.understanding_down"))
        assert isinstance(turn.meaning, Unanswerable)
        if turn.meaning.off_topic:
            return conclude(turn, Outcome.UNKNOWN, say("unknown.off_topic"))
        gap = turn.catalog.gaps.get(turn.meaning.gap)
        if gap is None:
            return conclude(turn, Outcome.UNKNOWN, say("unknown.unclear"))
        near = turn.catalog.known_statements((gap.nearest,))
        briefs = [say("unknown.gap_nearest", statement=say(f"statement.{name}.brief")) for name in near]
        speech = say("unknown.gap", topic=say(f"gap.{gap.id}"), nearest=joined(*briefs))
        session = replace(turn.session_at_cue, heard=near, others=())
        return conclude(turn, Outcome.UNKNOWN, speech, session=session, statements=near)


def answer(turn: Turn, asked: Asked) -> Reply:
    """Speak the statements of `asked`: the first in full, others in short, as far as they fit and tell something new.

    While a sign is in doubt, the first alone and in short: its question comes behind.
    """
    say = turn.voice.say
    first = asked.statements[0]
    known = turn.catalog.statements[first]
    in_doubt = flag_in_doubt(turn.pending) is not None
    more = () if in_doubt else turn.catalog.known_statements((*asked.statements[1:], known.joined))
    speech = say(f"statement.{first}.brief" if in_doubt else f"statement.{first}.say")
    spoken, told = [first], set(known.facts)
    for name in dict.fromkeys(more):
        facts, brief = set(turn.catalog.statements[name].facts), say(f"statement.{name}.brief")
        if not facts <= told and len(f"{speech} {brief}".split()) <= _ANSWER_WORDS:
            speech = joined(speech, brief)
            spoken.append(name)
            told |= facts
    if not asked.confident:
        speech = say("answer.unsure", topic=say(f"statement.{first}.topic"), statement=speech)
    session = replace(turn.session_at_cue, heard=tuple(spoken), others=asked.others)
    return conclude(
        turn,
        Outcome.ANSWER,
        speech,
        offer=known.offer,
        session=session,
        statements=tuple(spoken),
    )


def choose(turn: Turn, asked: Asked) -> Reply:
    """Ask which of two statements was meant."""
    ids = asked.statements[:2]
    question, reprompt = choice_question(turn, ids)
    session = replace(turn.session_at_cue, others=asked.others).asking(Ask.CHOICE, *ids)
    return Reply(Outcome.CHOOSE, question, session, reprompt, choices=ids)


def topics(turn: Turn, ids: tuple[str, ...]) -> dict[str, Markup]:
    """What each id is called aloud: a statement's topic, or a routine's name."""
    known = turn.catalog.statements
    return {
        name: turn.voice.say(f"statement.{name}.topic" if name in known else f"routine.{name}.name")
        for name in ids
        if name in known or name in turn.catalog.routines.by_id
    }

"""What somebody meant, rule by rule: the first that knows decides. Emergencies come before whatever is guessed."""

from collections.abc import Callable, Collection
from dataclasses import replace

from skill.understanding.command import GUIDING, Command
from skill.understanding.hearing import Hearing
from skill.understanding.labels import kind_of
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Meaning,
    Referred,
    Speechless,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.moment import Moment
from skill.understanding.policy import ordinary_meaning, told_beside_a_start
from skill.understanding.scores import LabelScores
from skill.understanding.senses import written_down
from skill.understanding.stretch_request import StretchRequest
from skill.understanding.trained_labels import command_of

Rule = Callable[[Hearing], Meaning | None]


def wordless_emergency(hearing: Hearing) -> Meaning | None:
    """Alexa heard a red flag's phrase and sent the intent of its tier, without the words: an emergency."""
    tier = hearing.utterance.tier
    return Urgent(tier=tier) if tier else None


def nothing_said(hearing: Hearing) -> Meaning | None:
    """No words, and no command, came: nothing was heard."""
    return None if hearing.words or hearing.utterance.command else Unheard()


def written_emergency(hearing: Hearing) -> Meaning | None:
    """A call for help, or a red flag's own phrase, word for word, be it in a slot: an emergency."""
    return written_down(hearing.words) or written_down(hearing.slot_words)


def written_complaint(hearing: Hearing) -> Meaning | None:
    """A command that names what hurts, and that a written pattern knows for a sign: an emergency."""
    return hearing.senses.pattern(hearing.complaint) if hearing.complaint else None


def declined_by_name(hearing: Hearing) -> Meaning | None:
    """ "No" stands right before a name, and all else is light ("no planks please"): what else there is, or a pause."""
    if hearing.utterance.command or not hearing.commands.declines(hearing.words):
        return None
    return CommandGiven(Command.PAUSE, text=hearing.words) if hearing.guiding else _something_else(hearing)


def written_command(hearing: Hearing) -> Meaning | None:
    """A command word for word, or an intent whose slots hold values on our lists: that command, and nothing besides."""
    if not hearing.command or not hearing.listed_slots:
        return None
    # "Something harder" changes the movement under way; where there is none, it is a wish.
    wish = _plain(hearing) if hearing.command in GUIDING and hearing.request.purposes else None
    return wish or _command(hearing, hearing.command)


def command_around_a_slot(hearing: Hearing) -> Meaning | None:
    """An intent took words of no list, and they are another command, with those around them ("I've got a" bad back) or
    without ("the disclaimer", taken for a part of the body)."""
    if not hearing.utterance.command or hearing.listed_slots:
        return None
    command = hearing.commands.phrase(hearing.words) or hearing.commands.phrase(hearing.slot_words)
    return (hearing.senses.pattern(hearing.words) or _command(hearing, command)) if command else None


def sign_of_danger(hearing: Hearing) -> Meaning | None:
    """What the words and the encoder say amounts to a red flag, or to a doubt: an emergency, or a question."""
    return hearing.sign


def listed_question(hearing: Hearing) -> Meaning | None:
    """A question that the document lists, word for word: what it is listed under."""
    label = "" if hearing.utterance.command else hearing.commands.question(hearing.words)
    return _listed(hearing, label) if label else None


def resolved_question(hearing: Hearing) -> Meaning | None:
    """A listed question as Alexa resolved it, which the encoder does not deny: what it is listed under."""
    resolved = hearing.utterance.listed
    return _listed(hearing, resolved) if resolved and _likely(hearing, resolved) else None


def minutes_not_made_out(hearing: Hearing) -> Meaning | None:
    """A word stands where the minutes should, and is no number ("for"): the intent's command, to be asked again."""
    minutes = hearing.utterance.slot_words.get("minutes", "")
    unclear = hearing.request.unclear_minutes and len(minutes.split()) == 1
    wish = hearing.utterance.command in (Command.START, Command.FIT)
    return _command(hearing, Command.START) if unclear and wish else None


def decision_in_a_slot(hearing: Hearing) -> Meaning | None:
    """An intent's slot holds a personal medical decision, and the encoder does not deny it: referred."""
    if not hearing.utterance.command or not hearing.referral:
        return None
    denied = hearing.scores is not None and not hearing.meant_too(hearing.referral)
    return None if denied else Referred(hearing.referral)


def another_subject_in_a_slot(hearing: Hearing) -> Meaning | None:
    """An intent's slot holds another subject altogether ("walk me through" changing a fuse): declined, or Alexa's."""
    wished = hearing.commands.slots.request(hearing.slot_words) != StretchRequest()
    if not hearing.utterance.command or wished or hearing.listed_but_for_a_word:
        return None
    at_rest = hearing.senses.scores(hearing.slot_words, Moment.REST)
    meaning = ordinary_meaning(at_rest, False, hearing.thresholds) if at_rest else None
    if isinstance(meaning, CommandGiven) and meaning.command is Command.DEVICE:
        return _command(hearing, Command.DEVICE)  # "i need" a timer set
    return meaning if isinstance(meaning, Unanswerable) and meaning.off_topic else None


def command_of_the_intent(hearing: Hearing) -> Meaning | None:
    """An intent with any other words in its slots: the intent's command."""
    return _command(hearing, hearing.utterance.command) if hearing.utterance.command else None


def plain_wish(hearing: Hearing) -> Meaning | None:
    """At rest, a wish for a stretch, and not a word besides that could tell of anything else: starts one.

    Where stretches are on offer, something has to be named: "give me the first one" takes one of them.
    """
    return _plain(hearing)


def words_without_encoder(hearing: Hearing) -> Meaning | None:
    """There is no encoder: a personal decision by the words alone, a listed question, or an honest excuse."""
    if hearing.scores is not None:
        return None
    return Referred(hearing.referral) if hearing.referral else Speechless()


def decision_beside_a_start(hearing: Hearing) -> Meaning | None:
    """A stretch is asked for, and a condition named with it ("start the walk, I've got sciatica"): it is referred."""
    meaning = hearing.ordinary
    if not isinstance(meaning, CommandGiven) or meaning.command is not Command.START or not hearing.referral:
        return None
    assert hearing.scores is not None
    told = told_beside_a_start(hearing.referral, hearing.scores, hearing.thresholds)
    return Referred(hearing.referral) if told else None


def wish_in_a_question(hearing: Hearing) -> Meaning | None:
    """A complaint or a question that asks for a stretch ("my neck is stiff, got anything for that"): starts one."""
    return _command(hearing, Command.START) if _asks_for_a_stretch(hearing) else None


def refused_stretch(hearing: Hearing) -> Meaning | None:
    """What is taken for a wish to start refuses the stretch that it names ("I don't want to do planks"): what else."""
    meaning = hearing.ordinary
    started = isinstance(meaning, CommandGiven) and meaning.command is Command.START
    if not started or hearing.guiding or not hearing.request.stretch:
        return None
    if hearing.wish or not hearing.commands.refuses(hearing.commands.slots.before_the_stretch(hearing.words)):
        return None
    return _something_else(hearing)


def halt_before_a_guess(hearing: Hearing) -> Meaning | None:
    """What is taken for going on, or for nothing, begins or ends with a way to stop: that. No guess moves a body."""
    if not _guessed(hearing.ordinary):
        return None
    # At rest the name of a stretch is no way to stop ("what can i do *before i get up*").
    words = hearing.words if hearing.guiding else hearing.commands.slots.beside_the_stretch(hearing.words)
    command = hearing.commands.halt(words, hearing.utterance.context.phrase_moment)
    return _command(hearing, command) if command else None


def unsure_movement(hearing: Hearing) -> Meaning | None:
    """In a stretch, what is taken for going on, and may as well be a wish to stop: not heard.

    Which way to go on is another matter: what the encoder gives to all of them counts together. Of a remark that all
    is well, pain is no other reading: people tell where they feel a stretch, and pain has been weighed before.
    """
    meaning = hearing.ordinary
    if not hearing.guiding or not isinstance(meaning, CommandGiven) or meaning.command not in _MOVING:
        return None
    assert hearing.scores is not None
    on = _share(hearing.scores, _MOVING)
    remark = meaning.command is Command.FINE
    halt = _share(hearing.scores, _HALTING - {Command.HURTS} if remark else _HALTING)
    return Unheard() if halt >= hearing.thresholds.cautious_from * (on + halt) else None


def likeliest_label(hearing: Hearing) -> Meaning | None:
    """Anything else: what the encoder takes it for."""
    meaning = hearing.ordinary
    if not isinstance(meaning, CommandGiven):
        return meaning
    at_hand = meaning.command is Command.NO_EQUIPMENT and hearing.commands.slots.at_hand(hearing.words)
    return _command(hearing, Command.START if at_hand else meaning.command)


RULES: tuple[Rule, ...] = (
    wordless_emergency,
    nothing_said,
    written_emergency,
    written_complaint,
    declined_by_name,
    written_command,
    command_around_a_slot,
    listed_question,
    sign_of_danger,
    resolved_question,
    minutes_not_made_out,
    decision_in_a_slot,
    another_subject_in_a_slot,
    command_of_the_intent,
    plain_wish,
    words_without_encoder,
    decision_beside_a_start,
    wish_in_a_question,
    refused_stretch,
    halt_before_a_guess,
    unsure_movement,
    likeliest_label,
)
"""In the order in which they are asked."""


_TELLING = {Command.TIME_LEFT, Command.WHICH_STEP, Command.HOW, Command.HOLD_LENGTH, Command.WHY}
"""Commands of a stretch that are answered and move nothing."""
_ADJUSTING = {
    Command.SLOWER,
    Command.FASTER,
    Command.NORMAL_SPEED,
    Command.HOLD_LONGER,
    Command.HOLD_SHORTER,
    Command.EASIER,
}
"""Commands that change how a movement is done, and not which."""
_MOVING = frozenset(
    {
        *GUIDING - _TELLING - _ADJUSTING - {Command.PAUSE, Command.HURTS},
        Command.RESUME,
        Command.KEEP_ON,
        Command.YES,
        Command.FINE,
        Command.START,
        Command.DIFFERENT,
        Command.FIRST,
        Command.SECOND,
        Command.THIRD,
    }
)
"""Commands that move a body on, or begin a stretch."""
_HALTING = frozenset({Command.PAUSE, Command.HURTS, Command.STOP, Command.CANCEL, Command.GET_UP})
"""Commands that bring a movement to a halt."""
_IDLE = frozenset(
    {
        Command.CHAT,
        Command.ASIDE,
        Command.DEVICE,
        Command.BOT,
        Command.UNCLEAR,
        Command.MORE,
        Command.PAUSE,
        *_TELLING,
    }
)
"""Commands that move nothing, and that somebody who wants to stop may be taken for."""
_IDLE_AT_REST = GUIDING | {
    Command.CHAT,
    Command.ASIDE,
    Command.DEVICE,
    Command.UNCLEAR,
    Command.PROGRESS,
    Command.BOT,
    Command.FINE,
    Command.THANKS,
    Command.GREETING,
}
"""Commands that a wish for a stretch in a stranger's words may be taken for, and that ask for nothing of the coach, or
for nothing that there is while no stretch is under way."""
_RESOLVED_AMONG = 5
"""What Alexa resolved a question to is believed if it is among this many of the likeliest labels of its kind."""


def _likely(hearing: Hearing, label: str) -> bool:
    """Whether the encoder, if there is one, has not something else altogether in mind."""
    if hearing.scores is None:
        return True
    kind = kind_of(label)
    return kind == hearing.scores.likeliest_kind() and label in hearing.scores.likeliest(kind, _RESOLVED_AMONG)


def _listed(hearing: Hearing, label: str) -> Meaning:
    """The meaning of `label`; of a statement with what else the encoder thinks of, for "more" and "not that"."""
    kind = kind_of(label)
    if kind == "refer":
        return Referred(label)
    if kind == "gap":
        return Unanswerable(gap=label)
    meaning = hearing.ordinary if hearing.scores is not None else None
    if isinstance(meaning, Asked) and label in meaning.statements:
        return replace(meaning, confident=True, ambiguous=False)
    others = (*meaning.statements, *meaning.others) if isinstance(meaning, Asked) else ()
    return Asked((label,), tuple(statement for statement in others if statement != label))


def _share(scores: LabelScores, commands: Collection[Command]) -> float:
    return sum(score for label, score in scores.items() if command_of(label) in commands)


def _guessed(meaning: Meaning) -> bool:
    """Whether `meaning` moves a body on, or says nothing that the coach is for."""
    if isinstance(meaning, CommandGiven):
        return meaning.command in _MOVING | _ADJUSTING | _IDLE
    return isinstance(meaning, Unheard) or (isinstance(meaning, Unanswerable) and meaning.off_topic)


def _plain(hearing: Hearing) -> CommandGiven | None:
    if hearing.wish is None or not hearing.wish.plain or hearing.guiding:
        return None
    vague = hearing.request.open() and (hearing.utterance.context.offered or hearing.wish.mention)
    return None if vague else _command(hearing, Command.START)


def _something_else(hearing: Hearing) -> CommandGiven:
    """Of what is on offer another; where nothing is, whatever there is."""
    return CommandGiven(Command.DIFFERENT if hearing.utterance.context.offered else Command.LIST, text=hearing.words)


def _command(hearing: Hearing, command: Command) -> CommandGiven:
    return CommandGiven(command, hearing.request, hearing.words, hearing.number)


def _asks_for_a_stretch(hearing: Hearing) -> bool:
    if not hearing.wished or hearing.request.open():
        return False
    meaning = hearing.ordinary
    symptom = isinstance(meaning, Referred) and meaning.referral in hearing.commands.referral_roles.common_symptoms
    complaint = isinstance(meaning, CommandGiven) and meaning.command is Command.COMPLAINT
    # Who names a stretch and asks for none may ask about it: "core moves for people with bad backs".
    asked = isinstance(meaning, Asked) and not (hearing.wish and hearing.wish.mention)
    return symptom or complaint or asked or _about_something_else(hearing)


def _about_something_else(hearing: Hearing) -> bool:
    """Whether what is taken for idle talk, or for no question of ours, names a stretch or part of the body at rest."""
    meaning = hearing.ordinary
    idle = isinstance(meaning, CommandGiven) and meaning.command in _IDLE_AT_REST
    if hearing.guiding or hearing.referral or not hearing.request.named():
        return False
    # What the article leaves open is a question, unless an exercise is named: "the plank, count me down".
    gap = isinstance(meaning, Unanswerable) and not meaning.off_topic
    exercise = hearing.request.stretch or hearing.request.lacked
    # Of another subject altogether a purpose alone says nothing: "a quick decision", "the pressure in my car tires".
    elsewhere = isinstance(meaning, Unanswerable) and not gap and not hearing.request.for_nothing_else()
    return idle or (gap and bool(exercise)) or elsewhere or isinstance(meaning, Unheard)

"""What somebody meant: the first rule that has an answer decides. Emergencies come before anything that is guessed."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from skill.understanding.analysis import Analysis
from skill.understanding.command import ADJUSTING, GUIDING, HALTING, IDLE, MOVING, TELLING, WAITING, Command
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
from skill.understanding.policy import ordinary_meaning, referral_beside_a_start
from skill.understanding.scores import LabelScores
from skill.understanding.senses import written_down
from skill.understanding.trained_labels import command_of
from skill.understanding.utterance import ANYTHING_ELSE, TO_HEAR

Rule = Callable[[Analysis], Meaning | None]


def wordless_emergency(analysis: Analysis) -> Meaning | None:
    """Alexa heard a red flag's phrase and sent the intent of its tier, without the words: an emergency."""
    tier = analysis.utterance.tier
    return Urgent(tier=tier) if tier else None


def nothing_said(analysis: Analysis) -> Meaning | None:
    """No words, and no command, came: nothing was heard."""
    return None if analysis.words or analysis.utterance.command else Unheard()


def written_emergency(analysis: Analysis) -> Meaning | None:
    """A call for help, or a red flag's own phrase, word for word, be it in a slot: an emergency."""
    return written_down(analysis.words) or written_down(analysis.slot_words)


def written_complaint(analysis: Analysis) -> Meaning | None:
    """A command that names what hurts, in words that a written pattern of a red flag fits: an emergency."""
    return analysis.senses.pattern(analysis.complaint) if analysis.complaint else None


def declined_by_name(analysis: Analysis) -> Meaning | None:
    """ "No" stands right before a name and only fillers around ("no planks please"): something else, or a pause.

    Unless the words tell of danger: "no movement in my legs".
    """
    if analysis.utterance.command or not analysis.commands.declines(analysis.words) or analysis.red_flag:
        return None
    return CommandGiven(Command.PAUSE, text=analysis.words) if analysis.guiding else _something_else(analysis)


def written_command(analysis: Analysis) -> Meaning | None:
    """A command word for word, or an intent whose slots hold listed values and nothing else: that command."""
    if not analysis.command or not analysis.listed_slots:
        return None
    # "Something harder" changes the movement under way; where there is none, it asks for a routine.
    start = analysis.command in GUIDING and analysis.request.purposes and not analysis.guiding
    return _command(analysis, Command.START if start else analysis.command)


def command_around_a_slot(analysis: Analysis) -> Meaning | None:
    """An intent's slot holds words that are on no list and are another command, either with the words around them
    ("I've got a" bad back) or alone ("the disclaimer", taken for a part of the body): that command."""
    if not analysis.utterance.command or analysis.listed_slots:
        return None
    command = analysis.commands.phrase(analysis.words) or analysis.commands.phrase(analysis.slot_words)
    return (analysis.senses.pattern(analysis.words) or _command(analysis, command)) if command else None


def likely_red_flag(analysis: Analysis) -> Meaning | None:
    """The words and the encoder together are evidence of a red flag, or of a doubt: an emergency, or a question."""
    return analysis.red_flag


def listed_question(analysis: Analysis) -> Meaning | None:
    """A question that the document lists, word for word: what it is listed under, before anything else."""
    label = "" if analysis.utterance.command else analysis.commands.question(analysis.words)
    if not label:
        return None
    meaning = _listed(analysis, label)
    if not isinstance(meaning, Asked):
        return meaning
    others = tuple(statement for statement in meaning.statements if statement != label)
    return replace(meaning, statements=(label, *others))


def resolved_question(analysis: Analysis) -> Meaning | None:
    """Alexa resolved the words to a listed question, and the encoder finds it likely too: what it is listed under."""
    resolved = analysis.utterance.listed
    return _listed(analysis, resolved) if resolved and _likely(analysis, resolved) else None


def minutes_not_made_out(analysis: Analysis) -> Meaning | None:
    """The slot for minutes holds a word that is no number ("for"): the intent's command, which asks again how long."""
    minutes = analysis.utterance.slot_words.get("minutes", "")
    if len(minutes.split()) != 1 or analysis.utterance.command not in (Command.START, Command.FIT):
        return None
    return _command(analysis, Command.START) if analysis.request.unclear_minutes else None


def decision_in_a_slot(analysis: Analysis) -> Meaning | None:
    """An intent's slot asks for a personal medical decision, and the encoder finds that likely too: referred."""
    if not analysis.utterance.command or not analysis.referral:
        return None
    denied = analysis.scores is not None and not analysis.meant_too(analysis.referral)
    return None if denied else Referred(analysis.referral)


def another_subject_in_a_slot(analysis: Analysis) -> Meaning | None:
    """An intent's slot holds nothing that there is, and its words are of another subject altogether ("walk me through"
    changing a fuse): declined, or Alexa's. So is its whole sentence ("I want to start" calling you Adam)."""
    if not analysis.utterance.command or analysis.listed_slots or not analysis.request.unlisted:
        return None
    whole = _of_another_subject(analysis, analysis.scores)
    if whole or analysis.listed_but_for_a_word:
        return whole
    return _of_another_subject(analysis, analysis.senses.scores(analysis.slot_words, Moment.REST))


def command_of_the_intent(analysis: Analysis) -> Meaning | None:
    """An intent, whatever else its slots hold: the intent's command."""
    return _command(analysis, analysis.utterance.command) if analysis.utterance.command else None


def plain_request(analysis: Analysis) -> Meaning | None:
    """At rest, a request for a routine in known words alone: starts one.

    Where routines are on offer, something has to be named: "give me the first one" takes one of them.
    """
    return _plain(analysis)


def taken_with_a_remark(analysis: Analysis) -> Meaning | None:
    """What is on offer is taken, or what is on offer or under way wanted in another place, and a remark follows that
    names nothing else: "let's do it, *i'm standing at the counter*", "can i do it on the bed, *i'm not getting up*"."""
    context, finder = analysis.utterance.context, analysis.commands.slots
    on_offer = len(context.offered) == 1
    if analysis.utterance.command or not (on_offer or analysis.guiding):
        return None
    for front, command, remark in _at_the_front(analysis):
        told, place = finder.request(remark), finder.request(front).position
        other = told.routine or told.lacked or told.lacking or analysis.commands.refuses(remark)
        if command is Command.START and place and not other:
            return CommandGiven(command, finder.request(front), analysis.words)
        if command is Command.YES and on_offer and not analysis.guiding and not (other or told.body_part):
            return _command(analysis, command)
    return None


def yes_and_how_long(analysis: Analysis) -> Meaning | None:
    """A yes to a question that offers no routine, with minutes: a routine as long as that."""
    meaning, context = analysis.ordinary, analysis.utterance.context
    if analysis.guiding or not isinstance(meaning, CommandGiven) or meaning.command is not Command.YES:
        return None
    wide = context.asked in ("", ANYTHING_ELSE, TO_HEAR)
    return _command(analysis, Command.START) if wide and analysis.request.minutes else None


def command_behind_a_remark(analysis: Analysis) -> Meaning | None:
    """In a routine, talk that asks for nothing ends with a command that changes nothing but how it goes on, or asks:
    "it's starting to rain, *can we cut it short*". That one; what moves a body is not taken from a remark."""
    meaning = analysis.ordinary
    idle = isinstance(meaning, CommandGiven) and meaning.command in IDLE - {Command.FINE}
    off_topic = isinstance(meaning, Unanswerable) and meaning.off_topic
    if not analysis.guiding or not (idle or off_topic or isinstance(meaning, Unheard)):
        return None
    command = analysis.commands.at_the_end(analysis.words, analysis.utterance.context.phrase_moment)
    harmless = ADJUSTING | TELLING | WAITING | {Command.FIT}
    return _command(analysis, command) if command in harmless else None


def words_without_encoder(analysis: Analysis) -> Meaning | None:
    """There is no encoder: a personal decision by the words alone, or an honest excuse."""
    if analysis.scores is not None:
        return None
    return Referred(analysis.referral) if analysis.referral else Speechless()


def decision_beside_a_start(analysis: Analysis) -> Meaning | None:
    """A routine is asked for, and a condition is named with it ("start the walk, I've got sciatica"): referred."""
    meaning = analysis.ordinary
    if not isinstance(meaning, CommandGiven) or meaning.command is not Command.START or not analysis.referral:
        return None
    assert analysis.scores is not None
    told = referral_beside_a_start(analysis.referral, analysis.scores, analysis.thresholds)
    return Referred(analysis.referral) if told else None


def request_in_a_question(analysis: Analysis) -> Meaning | None:
    """A complaint or a question that asks for a routine ("my neck is stiff, got anything for that"): starts one."""
    return _command(analysis, Command.START) if _asks_for_a_routine(analysis) else None


def start_and_how(analysis: Analysis) -> Meaning | None:
    """At rest, what only a routine under way understands, beside a routine's name and a likely start: starts it.

    "Start the neck one, skip the intro" is heard as either, and "a bit harder" names how it should be.
    """
    meaning = analysis.ordinary
    if not isinstance(meaning, CommandGiven) or meaning.command not in GUIDING & (MOVING | ADJUSTING):
        return None
    if analysis.guiding or not analysis.request.named():
        return None
    assert analysis.scores is not None
    likely = _share(analysis.scores, {Command.START}) >= analysis.thresholds.second_from
    named = meaning.command in _HARDER_OR_EASIER and analysis.request.purposes
    return _command(analysis, Command.START) if likely or named else None


def refused_routine(analysis: Analysis) -> Meaning | None:
    """The encoder heard a start, but the routine is refused ("I don't want to do planks"): what else there is."""
    meaning = analysis.ordinary
    started = isinstance(meaning, CommandGiven) and meaning.command is Command.START
    if not started or analysis.guiding or not analysis.request.routine:
        return None
    if analysis.wish or not analysis.commands.refuses(analysis.commands.slots.before_the_routine(analysis.words)):
        return None
    return _something_else(analysis)


def halt_before_a_guess(analysis: Analysis) -> Meaning | None:
    """The encoder heard a command to go on, or nothing, but the words begin or end with one to stop: that one. No guess
    moves a body."""
    if not _guessed(analysis.ordinary):
        return None
    # At rest the name of a routine is no way to stop ("what can i do *before i get up*").
    words = analysis.words if analysis.guiding else analysis.commands.slots.beside_the_routine(analysis.words)
    command = analysis.commands.halt(words, analysis.utterance.context.phrase_moment)
    return _command(analysis, command) if command else None


def unsure_movement(analysis: Analysis) -> Meaning | None:
    """In a routine, the encoder heard a command to go on, but one to stop is likely too: not understood.

    Which way to go on is another matter: what the encoder gives to all of them counts together. Of a remark that all
    is well, pain is no other reading: people tell where they feel a stretch, and pain has been weighed before.
    """
    meaning = analysis.ordinary
    if not analysis.guiding or not isinstance(meaning, CommandGiven) or meaning.command not in MOVING:
        return None
    assert analysis.scores is not None
    on = _share(analysis.scores, MOVING)
    remark = meaning.command is Command.FINE
    resting = HALTING | WAITING
    halt = _share(analysis.scores, resting - {Command.HURTS} if remark else resting)
    return Unheard() if halt >= analysis.thresholds.cautious_from * (on + halt) else None


def unsure_start(analysis: Analysis) -> Meaning | None:
    """Nothing is under way or on offer, nothing that there is was named, and a wish for a routine was heard that is
    no likelier than all else: what there is, and nothing begins."""
    meaning, context = analysis.ordinary, analysis.utterance.context
    if not isinstance(meaning, CommandGiven) or meaning.command not in _STARTING:
        return None
    if analysis.guiding or context.offered or analysis.request.named():
        return None
    assert analysis.scores is not None
    unsure = _share(analysis.scores, _STARTING) < analysis.thresholds.likely_from
    return _command(analysis, Command.LIST) if unsure else None


def unsure_leaving(analysis: Analysis) -> Meaning | None:
    """At rest, the encoder heard a wish to leave, or a no to whether there is anything else, but one to go on is
    likely too: not understood, so that the talk is not lost."""
    meaning = analysis.ordinary
    if analysis.guiding or not isinstance(meaning, CommandGiven):
        return None
    leaving = {Command.STOP, Command.CANCEL}
    if analysis.utterance.context.asked == ANYTHING_ELSE:
        leaving |= {Command.NO, Command.NEITHER}
    if meaning.command not in leaving:
        return None
    assert analysis.scores is not None
    on, leave = _share(analysis.scores, _GOING_ON), _share(analysis.scores, leaving)
    return Unheard() if on >= analysis.thresholds.cautious_from * (on + leave) else None


def likeliest_label(analysis: Analysis) -> Meaning | None:
    """Anything else: the likeliest label of the encoder."""
    meaning = analysis.ordinary
    if not isinstance(meaning, CommandGiven):
        return meaning
    at_hand = meaning.command is Command.NO_EQUIPMENT and analysis.commands.slots.at_hand(analysis.words)
    return _command(analysis, Command.START if at_hand else meaning.command)


RULES: tuple[Rule, ...] = (
    wordless_emergency,
    nothing_said,
    written_emergency,
    written_complaint,
    declined_by_name,
    written_command,
    command_around_a_slot,
    listed_question,
    likely_red_flag,
    resolved_question,
    minutes_not_made_out,
    decision_in_a_slot,
    another_subject_in_a_slot,
    command_of_the_intent,
    taken_with_a_remark,
    plain_request,
    words_without_encoder,
    decision_beside_a_start,
    request_in_a_question,
    start_and_how,
    refused_routine,
    yes_and_how_long,
    halt_before_a_guess,
    command_behind_a_remark,
    unsure_movement,
    unsure_start,
    unsure_leaving,
    likeliest_label,
)
"""In the order in which they are asked."""


_GOING_ON = (Command.RESUME, Command.KEEP_ON, Command.FLOW, Command.NEXT, Command.START)
"""What is plainly no wish to leave."""
_STARTING = frozenset({Command.START, Command.ACHE, Command.LIST, Command.DIFFERENT, Command.LAST_TIME})
"""Commands that wish for a routine, be it any."""
_HARDER_OR_EASIER = frozenset({Command.HARDER, Command.EASIER})
"""Commands that at rest ask for a routine that is so."""
_WORDS_OF_AN_ECHO = 3
"""Words of how long or where, at most, that may stand before what takes an offer."""
_RESOLVED_AMONG = 5
"""What Alexa resolved a question to is believed if it is among this many of the likeliest labels of its kind."""


def _likely(analysis: Analysis, label: str) -> bool:
    """Whether the encoder, if there is one, has not something else altogether in mind."""
    if analysis.scores is None:
        return True
    kind = kind_of(label)
    return kind == analysis.scores.likeliest_kind() and label in analysis.scores.likeliest(kind, _RESOLVED_AMONG)


def _listed(analysis: Analysis, label: str) -> Meaning:
    """The meaning of `label`; of a statement with what else the encoder thinks of, for "more" and "not that"."""
    kind = kind_of(label)
    if kind == "refer":
        return Referred(label)
    if kind == "gap":
        return Unanswerable(gap=label)
    meaning = analysis.ordinary if analysis.scores is not None else None
    if isinstance(meaning, Asked) and label in meaning.statements:
        return replace(meaning, confident=True, ambiguous=False)
    others = (*meaning.statements, *meaning.others) if isinstance(meaning, Asked) else ()
    return Asked((label,), tuple(statement for statement in others if statement != label))


def _of_another_subject(analysis: Analysis, scores: LabelScores | None) -> Meaning | None:
    """What `scores` say of the words, where that is another subject, or asks for nothing of the coach."""
    meaning = ordinary_meaning(scores, False, analysis.thresholds) if scores else None
    if isinstance(meaning, CommandGiven) and meaning.command in IDLE:
        return _command(analysis, meaning.command)  # "i need" a timer set
    return meaning if isinstance(meaning, Unanswerable) and meaning.off_topic else None


def _at_the_front(analysis: Analysis) -> Iterator[tuple[str, Command, str]]:
    """Words that are a command and begin the sentence, be it behind how long or where ("*five minutes* i could do
    that"), that command, and the rest."""
    commands, words = analysis.commands, analysis.words.split()
    for start in range(_WORDS_OF_AN_ECHO + 1):
        echo = commands.slots.request(" ".join(words[:start]))
        said = " ".join(words[start:])
        found = commands.at_the_front(said, analysis.utterance.context.phrase_moment)
        if found and (start == 0 or not (echo.open() or echo.named())):
            command, rest = found
            yield said.removesuffix(rest).strip(), command, rest


def _share(scores: LabelScores, commands: Collection[Command]) -> float:
    return sum(score for label, score in scores.items() if command_of(label) in commands)


def _guessed(meaning: Meaning) -> bool:
    """Whether `meaning` moves a body on, or says nothing that the coach is for."""
    if isinstance(meaning, CommandGiven):
        return meaning.command in MOVING | ADJUSTING | TELLING | WAITING | IDLE
    return isinstance(meaning, Unheard) or (isinstance(meaning, Unanswerable) and meaning.off_topic)


def _plain(analysis: Analysis) -> CommandGiven | None:
    if analysis.wish is None or not analysis.wish.plain or analysis.guiding:
        return None
    vague = analysis.request.open() and (analysis.utterance.context.offered or analysis.wish.mention)
    return None if vague else _command(analysis, Command.START)


def _something_else(analysis: Analysis) -> CommandGiven:
    """Of what is on offer another; where nothing is, whatever there is."""
    return CommandGiven(Command.DIFFERENT if analysis.utterance.context.offered else Command.LIST, text=analysis.words)


def _command(analysis: Analysis, command: Command) -> CommandGiven:
    return CommandGiven(command, analysis.request, analysis.words, analysis.number)


def _asks_for_a_routine(analysis: Analysis) -> bool:
    if not analysis.asks_for_routine or analysis.request.open():
        return False
    meaning = analysis.ordinary
    symptom = isinstance(meaning, Referred) and meaning.referral in analysis.commands.referral_roles.common_symptoms
    complaint = isinstance(meaning, CommandGiven) and meaning.command is Command.COMPLAINT
    # Who names a routine and asks for none may ask about it: "core moves for people with bad backs".
    asked = isinstance(meaning, Asked) and not (analysis.wish and analysis.wish.mention)
    return symptom or complaint or asked or _names_a_routine_all_the_same(analysis)


def _names_a_routine_all_the_same(analysis: Analysis) -> bool:
    """Whether what is taken for idle talk, or for no question of ours, names a routine or part of the body at rest."""
    meaning = analysis.ordinary
    # At rest, what makes sense in a stretch alone asks for nothing that there is. "Yes i'd like the squats" does.
    agreed = {Command.YES, Command.NO} if analysis.wish and not analysis.wish.mention else set()
    idle = isinstance(meaning, CommandGiven) and meaning.command in GUIDING | IDLE | agreed
    if analysis.guiding or analysis.referral or not analysis.request.named():
        return False
    # What the article leaves open is a question, unless an exercise is named: "the plank, count me down".
    gap = isinstance(meaning, Unanswerable) and not meaning.off_topic
    exercise = analysis.request.routine or analysis.request.lacked
    # Of another subject altogether a purpose alone says nothing: "a quick decision", "the pressure in my car tires".
    off_topic = isinstance(meaning, Unanswerable) and not gap and not analysis.request.for_nothing_else()
    return idle or (gap and bool(exercise)) or off_topic or isinstance(meaning, Unheard)

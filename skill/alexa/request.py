"""A request becomes a turn: the only place that digs into what the SDK hands over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ask_sdk_core.dispatch_components import AbstractRequestInterceptor
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import IntentRequest, LaunchRequest
from ask_sdk_model.session_ended_reason import SessionEndedReason

from skill.alexa.events import DISABLED
from skill.dialog.catalog import Catalog
from skill.dialog.doubt import in_doubt
from skill.dialog.known import known_last_turn, known_meaning, known_memory, known_session
from skill.dialog.last_turn import LAST_TURN, LastTurn
from skill.dialog.saying_again import said_again
from skill.dialog.session import Memory, Session
from skill.dialog.turn import Turn
from skill.emergency.hearing import tier_of_intent
from skill.errors import StateError, log_failure
from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.meaning import Ended, Launched, Meaning
from skill.understanding.utterance import Context, SlotWords, Utterance
from skill.understanding.words import normalise

QUESTION_INTENT = "AskQuestionIntent"
_TURN = "turn"
_MOST_HEARD = 500
"""Characters of one slot that are read: nobody says more in one breath, and reading takes time."""
_MATCHED = "ER_SUCCESS_MATCH"


def turn_of(handler_input: HandlerInput) -> Turn:
    """The turn that `TurnBuilder` made of the request."""
    turn: Turn = handler_input.attributes_manager.request_attributes[_TURN]
    return turn


def let_go(handler_input: HandlerInput) -> None:
    """Take a turn that was answered out of its request: each leads to the other, and nobody but the garbage collector
    finds such a ring, once in a dozen turns and for as long as half of one."""
    del handler_input.attributes_manager.request_attributes[_TURN]


def known_turn(handler_input: HandlerInput) -> Turn | None:
    """The same; None if that failed before it was made."""
    turn: Turn | None = handler_input.attributes_manager.request_attributes.get(_TURN)
    return turn


def text_of(request: Any) -> str:
    """All words that a request carries, normalised."""
    if not isinstance(request, IntentRequest) or request.intent is None:
        return ""
    return normalise(" ".join(slot.text for slot in _slots(request).values()))


def locale_of(request: Any) -> str:
    """The listener's locale in Alexa's own spelling, en-US, however it came: numbers to call hang on it."""
    language, _, country = str(getattr(request, "locale", "") or "").replace("_", "-").partition("-")
    return f"{language.lower()}-{country.upper()}" if country else language.lower()


class TurnBuilder(AbstractRequestInterceptor):
    """Makes a turn of every request, before any handler sees it."""

    def __init__(
        self,
        catalog: Catalog,
        commands: Commands,
        voices: Voices,
        after_emergency: Callable[[HandlerInput], None],
    ) -> None:
        """Take what understanding needs, and what is done after an emergency."""
        self._after_emergency = after_emergency
        self._catalog = catalog
        self._commands = commands
        self._voices = voices

    def process(self, handler_input: HandlerInput) -> None:
        """Put the turn where `turn_of` finds it."""
        envelope = handler_input.request_envelope
        attributes = handler_input.attributes_manager
        kept = attributes.session_attributes if envelope.session else {}
        session = known_session(Session.load(kept), self._catalog)
        request = envelope.request
        meaning = in_doubt(known_meaning(self._meaning(request, session), self._catalog), session.pending)
        new = bool(envelope.session and envelope.session.new)
        turn = Turn(
            meaning=meaning,
            session=replace(session, turn=session.turn + 1, pending=None),
            pending=session.pending,
            voice=self._voices.voice(locale_of(request), session.turn),
            catalog=self._catalog,
            now=request_time(request),
            one_shot=new and isinstance(request, IntentRequest),
            text=text_of(request),
            last=known_last_turn(LastTurn.load(kept.get(LAST_TURN)), self._catalog),
            read_memory=lambda: self._remember(handler_input),
            after_emergency=lambda: self._after_emergency(handler_input),
        )
        attributes.request_attributes[_TURN] = said_again(turn)

    def _remember(self, handler_input: HandlerInput) -> Memory:
        """What is kept about the user; nothing if it cannot be read in time."""
        try:
            stored = handler_input.attributes_manager.persistent_attributes
            return known_memory(Memory.load(stored), self._catalog).at(
                request_time(handler_input.request_envelope.request)
            )
        except StateError:
            return Memory(readable=False)
        except Exception as error:  # whatever became of the store, the turn is answered
            log_failure("state", error)
            return Memory(readable=False)

    def _meaning(self, request: Any, session: Session) -> Meaning:
        if isinstance(request, LaunchRequest):
            return Launched()
        if not isinstance(request, IntentRequest) or request.intent is None:
            by_words = getattr(request, "reason", None) is SessionEndedReason.USER_INITIATED
            return Ended(forget=getattr(request, "object_type", "") == DISABLED, by_words=by_words)
        name = request.intent.name or ""
        return self._catalog.recognizer.recognize(self._utterance(name, _slots(request), _context(session)))

    def _utterance(self, intent: str, slots: Mapping[str, SlotWords], context: Context) -> Utterance:
        """What was said, from whichever intent; of one that brings nothing, such as Fallback, no words."""
        if intent == QUESTION_INTENT:
            asked = slots.get("question", SlotWords(""))
            return self._catalog.recognizer.of_words(asked.text, context, asked.id)
        command = self._commands.by_intent.get(intent)
        if command is not None:
            return self._catalog.recognizer.of_intent(command, slots, context)
        return Utterance("", tier=tier_of_intent(intent), context=context)


def _context(session: Session) -> Context:
    """Where the conversation stands, for the one who has to understand what was said."""
    position, pending = session.position, session.pending
    return Context(
        guiding=position is not None,
        paused=position is not None and position.paused,
        setting_up=position is not None and position.stage < 0,
        routine=position.routine if position else "",
        asked=pending.ask.value if pending else "",
        offered=pending.ids if pending else (),
    )


def _slots(request: IntentRequest) -> dict[str, SlotWords]:
    """Slot name to the words said and, where entity resolution found one, the value's id."""
    found: dict[str, SlotWords] = {}
    for name, slot in (request.intent.slots or {}).items():
        # Alexa writes the words in two places, and promises the newer of them alone ("SlotValue").
        given = slot if slot is None or slot.value else slot.slot_value
        words = str(getattr(given, "value", None) or "")[:_MOST_HEARD].strip()
        if words and words != "?":
            found[str(name)] = SlotWords(words, _resolved(given))
    return found


def _resolved(slot: Any) -> str:
    resolutions = getattr(getattr(slot, "resolutions", None), "resolutions_per_authority", None) or ()
    for authority in resolutions:
        code = getattr(authority.status, "code", None)
        if str(getattr(code, "value", code)) == _MATCHED and authority.values:
            return str(getattr(authority.values[0].value, "id", "") or "")
    return ""


def request_time(request: Any) -> int:
    """When a request was made, seconds since 1970."""
    stamp = getattr(request, "timestamp", None)
    if not isinstance(stamp, datetime):
        return 0
    return int((stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).timestamp())

"""A part of ours failed: an emergency is answered all the same, anything else with an apology."""

import json
import logging
from collections.abc import Callable

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import IntentRequest, LaunchRequest, Response

from skill.alexa.events import is_event
from skill.alexa.logs import log_fault
from skill.alexa.request import known_turn, locale_of, text_of
from skill.content.model import Tier
from skill.emergency.hearing import tier_of_flag, tier_of_intent
from skill.emergency.speech import line
from skill.errors import CompiledFilesError
from skill.understanding.meaning import Urgent

LOGGER = logging.getLogger("back_coach.faults")
"""One JSON object a line: which part failed, never what was said."""


class FaultHandler(AbstractExceptionHandler):
    """Answers when one of our own parts fails; logs the kind of failure, never the words."""

    def __init__(
        self, red_flag: Callable[[str], Urgent | None], after_emergency: Callable[[HandlerInput], None]
    ) -> None:
        """Take what finds a red flag in normalised words, and what is done after an emergency."""
        self._red_flag = red_flag
        self._after_emergency = after_emergency

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:  # noqa: ARG002
        """Every failure."""
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Send an emergency on its way; else apologise and ask again; where nobody listens, say nothing.

        What is said was written down beforehand: neither templates nor a store are needed for it. An event that
        failed is raised again: whoever disabled the skill is not forgotten yet, and Alexa and whoever watches over
        the service must be able to tell.
        """
        log_fault(handler_input, exception)
        request = handler_input.request_envelope.request
        if is_event(request):
            raise exception
        builder = handler_input.response_builder
        if not isinstance(request, IntentRequest | LaunchRequest):
            return builder.response
        urgent = self._emergency(handler_input)
        if urgent is not None:
            tier = tier_of_flag(urgent.flag) if urgent.flag else urgent.tier
            return self._send_on(handler_input, tier, urgent.asked)
        if handler_input.request_envelope.session:
            self._apologise(handler_input, exception)
        return builder.response

    def _emergency(self, handler_input: HandlerInput) -> Urgent | None:
        """The emergency that was understood before the failure, or stands in the intent's name or the words."""
        turn = known_turn(handler_input)
        if turn is not None and isinstance(turn.meaning, Urgent):
            return turn.meaning
        request = handler_input.request_envelope.request
        named = tier_of_intent(str(getattr(getattr(request, "intent", None), "name", "") or ""))
        if named is not None:
            return Urgent(tier=named)
        words = text_of(request)
        return self._red_flag(words) if words else None

    def _send_on(self, handler_input: HandlerInput, tier: Tier, asked: bool) -> Response:
        locale = locale_of(handler_input.request_envelope.request)
        builder = handler_input.response_builder
        builder.speak(line(locale, tier, asked)).set_should_end_session(True)
        if handler_input.request_envelope.session:
            closing = {"outcome": "urgent", "statements": [], "choices": [], "safety_net": False}
            handler_input.attributes_manager.session_attributes = closing
        self._after_emergency(handler_input)
        return builder.response

    def _apologise(self, handler_input: HandlerInput, exception: Exception) -> None:
        attributes = handler_input.attributes_manager
        attributes.session_attributes = {
            **attributes.session_attributes,
            "outcome": "fault",
            "statements": [],
            "choices": [],
            "safety_net": False,
        }
        locale = locale_of(handler_input.request_envelope.request)
        builder = handler_input.response_builder
        if isinstance(exception, OutOfOrderError):
            builder.speak(line(locale, "out of order")).set_should_end_session(True)
        else:
            builder.speak(line(locale, "fault")).ask(line(locale, "fault reprompt"))


class OutOfOrderError(CompiledFilesError):
    """The skill runs without what it says and knows; only emergencies are answered."""


class OutOfOrderHandler(AbstractRequestHandler):
    """Stands for every handler where the compiled files are missing or damaged."""

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002
        """Every request."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:  # noqa: ARG002
        """Fail, so that the fault handler answers.

        Raises:
            OutOfOrderError: always.
        """
        raise OutOfOrderError("the compiled files are missing or damaged")


def log_damage(damaged: tuple[str, ...]) -> None:
    """Raise the alarm over compiled files, in one line."""
    if damaged:
        LOGGER.error(json.dumps({"event": "files_damaged", "files": list(damaged)}))

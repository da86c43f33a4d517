"""The one handler that the SDK knows: it hands the turn to the first of ours that accepts it."""

from collections.abc import Sequence

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Response

from skill.alexa.request import let_go, turn_of
from skill.alexa.response import respond
from skill.dialog.handlers.base import TurnHandler
from skill.dialog.saying_again import at_the_pace_asked_for


class Dispatcher(AbstractRequestHandler):
    """Takes every request."""

    def __init__(self, handlers: Sequence[TurnHandler]) -> None:
        """Take the handlers, in the order in which they are tried. Between them they accept every turn."""
        self._handlers = handlers

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002
        """Every request."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """The response to the turn that the request was made into.

        Raises:
            StateError: an event asked for something to be deleted, and it could not be.
        """
        turn = turn_of(handler_input)
        handler = next(handler for handler in self._handlers if handler.accepts(turn))
        response = respond(handler_input, turn, at_the_pace_asked_for(turn, handler.reply(turn)))
        let_go(handler_input)
        return response

"""Skills as small as can be, to stand behind the web edge."""

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model import IntentRequest, Response


class Listener(AbstractRequestHandler):
    """Takes every request, remembers it, and speaks unless the session is over."""

    def __init__(self, error: Exception | None = None) -> None:
        self.heard: list[HandlerInput] = []
        self._error = error

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        self.heard.append(handler_input)
        if self._error is not None:
            raise self._error
        envelope = handler_input.request_envelope
        if envelope.session is not None and isinstance(envelope.request, IntentRequest):
            slots = envelope.request.intent.slots or {}
            handler_input.attributes_manager.session_attributes["slots"] = {
                name: slot.value for name, slot in slots.items()
            }
            handler_input.response_builder.speak("Heard.").ask("And now?")
        return handler_input.response_builder.response


class Apology(AbstractExceptionHandler):
    """The skill's own answer when a handler fails, or, by choice, a failure of its own."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:  # noqa: ARG002
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:  # noqa: ARG002
        if self._error is not None:
            raise self._error
        return handler_input.response_builder.speak("Sorry.").response


def small_skill(listener: Listener, apology: Apology | None = None) -> CustomSkill:
    builder = CustomSkillBuilder()
    builder.add_request_handler(listener)
    builder.add_exception_handler(apology or Apology())
    return builder.create()

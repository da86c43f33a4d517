"""A small skill for the simulator's tests: it repeats what it hears and can misbehave."""

import os
from pathlib import Path

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model import Response

from simulator.transport.tracing import Tracer

HOLDS = "Hold. <break time='10s'/> Hold on. <break time='10s'/> Let go."


class Parrot(AbstractRequestHandler):
    """Answers every request; the state file counts its requests for each user."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        envelope = handler_input.request_envelope
        request = envelope.request
        log = self._database.with_name(f"{envelope.context.system.user.user_id}.log")
        with log.open("a", encoding="utf-8") as lines:
            reason = getattr(request, "reason", None)
            lines.write(f"{request.object_type} {reason.value if reason else ''}\n")
        name = request.intent.name if request.object_type == "IntentRequest" else None
        spoken = SPEECH.get(name or request.object_type)
        if request.object_type == "SessionEndedRequest":
            spoken = None
        elif request.object_type.startswith("AlexaSkillEvent."):
            return handler_input.response_builder.response
        elif name == "CountIntent":
            seen = log.read_text(encoding="utf-8").split("\n")[:-2]
            spoken = f"Before this: {', '.join(line.strip() for line in seen)}."
        elif name == "CrashIntent":
            raise RuntimeError("asked to crash")
        elif name == "DieIntent":
            os._exit(3)
        elif spoken is None:
            heard = request.intent.slots or {} if request.object_type == "IntentRequest" else {}
            words = ", ".join(f"{key} {slot.value}" for key, slot in heard.items() if slot.value)
            spoken = f"{name} {words} at {request.timestamp.isoformat()}."
        return _respond(handler_input, name, spoken)


SPEECH = {
    "LaunchRequest": "Hello. What shall I repeat?",
    "AMAZON.StopIntent": "Goodbye.",
    "AMAZON.HelpIntent": "I repeat what you say. Say anything.",
    "LongIntent": f"{HOLDS} Say next when you are ready.",
    "EndlessIntent": "word " * 2000,
    "BrokenIntent": "Rest & ice <b>",
    "PromptlessIntent": "I will not ask again?",
    "UndecidedIntent": "Open or closed.",
}


def _respond(handler_input: HandlerInput, name: str | None, spoken: str | None) -> Response:
    builder = handler_input.response_builder
    session = handler_input.request_envelope.session
    attributes = handler_input.attributes_manager.session_attributes
    attributes["turn"] = attributes.get("turn", 0) + 1
    attributes["outcome"] = "ended" if spoken is None else "answer"
    attributes["statements"] = [name] if name else []
    attributes["choices"] = []
    if spoken is None or name == "MuteIntent":
        return builder.response
    builder.speak(spoken)
    one_shot = session.new and name is not None
    if name == "AMAZON.StopIntent" or (one_shot and name != "LongIntent"):
        return builder.set_should_end_session(True).response
    if name == "PromptlessIntent":
        return builder.set_should_end_session(False).response
    if name == "UndecidedIntent":
        return builder.response
    return builder.ask("Anything else?").response


def parrot(database: Path, tracer: Tracer) -> CustomSkill:  # noqa: ARG001 - it has nothing to be watched
    """Build the skill."""
    builder = CustomSkillBuilder()
    builder.add_request_handler(Parrot(database))
    return builder.create()


def unbuildable(database: Path, tracer: Tracer) -> CustomSkill:  # noqa: ARG001
    """Fail to build one."""
    raise LookupError(f"no skill in {database.name}")

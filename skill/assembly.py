"""The one place that knows every part, and puts them together."""

import os
from pathlib import Path

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_core.dispatch_components import AbstractExceptionHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model import IntentRequest, LaunchRequest, Response

from skill.content.store import load_content
from skill.events import is_event
from skill.handlers import HANDLERS
from skill.knowledge import knowledge
from skill.listener import Listener
from skill.logs import TurnBegins, TurnEnds, log_fault
from skill.serializer import EnvelopeSerializer
from skill.state.in_memory import InMemoryAdapter
from skill.understanding.commands import Commands
from skill.understanding.ear import Ear
from skill.understanding.safety_words import SafetyWords
from skill.voice import Voices

SPEECH = Path(__file__).parent.parent / "speech"
"""The compiled content, the templates and the model."""


def create_skill(database: Path, speech: Path = SPEECH, secret: bytes | None = None) -> CustomSkill:
    """The whole skill, keeping its state in the SQLite file `database`.

    Args:
        database: made when first needed.
        speech: the folder of the compiled content and the model.
        secret: the key that user ids are hashed with; None keeps one in a file beside the database.

    Raises:
        CompiledFilesError: a compiled file is missing or damaged.
        StateError: the database's folder cannot be written.
    """
    from skill.state.sqlite import SqliteAdapter  # noqa: PLC0415 - Lambda keeps its state elsewhere

    return assemble(SqliteAdapter(database, secret), speech)


def assemble(persistence: AbstractPersistenceAdapter | None, speech: Path = SPEECH) -> CustomSkill:
    """The whole skill on any persistence adapter; None keeps state in memory, as long as the process lives.

    Raises:
        CompiledFilesError: a compiled file is missing or damaged.
    """
    # Numpy reads this when it is first imported. The encoder's matrices are small: with two threads a question
    # took twenty times the processor time, spent waiting for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    compiled = speech / "compiled"
    voices = Voices(compiled)
    commands = Commands(compiled, voices.numbers)
    safety = SafetyWords(compiled / "safety.json")
    ear = Ear(commands, safety, speech / "model" / "encoder.bin")
    known = knowledge(load_content(compiled / "content.json"), commands.nearest, ear)
    builder = CustomSkillBuilder(persistence_adapter=persistence or InMemoryAdapter(os.urandom(32)))
    builder.add_global_request_interceptor(TurnBegins())
    builder.add_global_request_interceptor(Listener(known, commands, voices))
    builder.add_global_response_interceptor(TurnEnds())
    for handler in HANDLERS:
        builder.add_request_handler(handler())
    builder.add_exception_handler(FaultHandler(voices))
    skill = builder.create()
    skill.serializer = EnvelopeSerializer()
    return skill


class FaultHandler(AbstractExceptionHandler):
    """Answers when one of our own parts fails; logs the kind of failure, never the words."""

    def __init__(self, voices: Voices) -> None:
        """Take the voices to apologise with."""
        self._voices = voices

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:  # noqa: ARG002
        """Every failure."""
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Apologise, keep the session as it was, and ask again; where nobody listens, say nothing.

        An event that failed is raised again: whoever disabled the skill is not forgotten yet, and Alexa and
        whoever watches over the service must be able to tell.
        """
        log_fault(handler_input, exception)
        request = handler_input.request_envelope.request
        if is_event(request):
            raise exception
        builder = handler_input.response_builder
        listening = isinstance(request, IntentRequest | LaunchRequest)
        if not (listening and handler_input.request_envelope.session):
            return builder.response
        voice = self._voices.voice(str(getattr(request, "locale", "") or ""))
        attributes = handler_input.attributes_manager
        kept = {
            **attributes.session_attributes,
            "outcome": "fault",
            "statements": [],
            "choices": [],
        }
        attributes.session_attributes = kept
        builder.speak(str(voice.say("fault"))).ask(str(voice.say("fault.reprompt")))
        return builder.response

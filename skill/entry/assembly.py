"""The one place that knows every part, and puts them together."""

import os
from collections.abc import Callable
from pathlib import Path

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder

from skill.alexa.faults import FaultHandler, OutOfOrderHandler, log_damage
from skill.alexa.handler import Dispatcher
from skill.alexa.logs import TurnBegins, TurnEnds
from skill.alexa.request import TurnBuilder, request_time
from skill.alexa.serializer import EnvelopeSerializer
from skill.content.digests import INDEX, damaged_compiled, reading
from skill.content.store import load_content
from skill.dialog.catalog import catalog
from skill.dialog.handlers import HANDLERS
from skill.speech.voice import Voices
from skill.state.afterwards import after_emergency
from skill.state.in_memory import InMemoryAdapter
from skill.understanding.commands import Commands
from skill.understanding.recognizer import Recognizer
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.senses import Senses
from skill.understanding.subjects import Subjects

SPEECH = Path(__file__).parents[2] / "speech"
"""The compiled content, the templates and the model."""


def create_skill(
    database: Path,
    speech: Path = SPEECH,
    secret: bytes | None = None,
    recognizer: Callable[..., Recognizer] = Recognizer,
) -> CustomSkill:
    """The whole skill, keeping its state in the SQLite file `database`.

    Args:
        database: made when first needed.
        speech: the folder of the compiled content and the model.
        secret: the key that user ids are hashed with; None keeps one in a file beside the database.
        recognizer: makes what understands, of its parts.

    Raises:
        StateError: the database's folder cannot be written.
    """
    from skill.state.sqlite import SqliteAdapter  # noqa: PLC0415 - Lambda keeps its state elsewhere

    return assemble(SqliteAdapter(database, secret), speech, recognizer)


def assemble(
    persistence: AbstractPersistenceAdapter | None,
    speech: Path = SPEECH,
    recognizer: Callable[..., Recognizer] = Recognizer,
) -> CustomSkill:
    """The whole skill on any persistence adapter; None keeps state in memory, as long as the process lives.

    Where a compiled file is missing or is not what the compiler wrote, the skill answers emergencies and nothing else,
    and one line of the log raises the alarm.
    """
    # OpenBLAS reads this when numpy is first imported, and would start a thread for each core: none has anything to do.
    # The encoder calculates in onnxruntime, and is told there how many threads to use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    adapter = persistence or InMemoryAdapter(os.urandom(32))
    damaged = damaged_compiled(reading(speech / "compiled"))
    log_damage(damaged)
    builder = CustomSkillBuilder(persistence_adapter=adapter)
    builder.add_global_request_interceptor(TurnBegins())
    builder.add_global_response_interceptor(TurnEnds())

    def forget(handler_input: HandlerInput) -> None:
        envelope = handler_input.request_envelope
        after_emergency(adapter, envelope, request_time(envelope.request))

    lexicon, model = SafetyLexicon(speech / "compiled" / "safety.json"), speech / "model" / "encoder.onnx"
    if damaged:
        senses = Senses(lexicon, model)
        builder.add_request_handler(OutOfOrderHandler())
    else:

        def understanding(commands: Commands, subjects: Subjects) -> Recognizer:
            return recognizer(commands, lexicon, model, subjects)

        senses = _add_parts(builder, speech, understanding, forget)
    builder.add_exception_handler(FaultHandler(senses.certain_red_flag, forget))
    skill = builder.create()
    skill.serializer = EnvelopeSerializer()
    skill.working = senses.working  # for whoever watches over the service
    return skill


def _add_parts(
    builder: CustomSkillBuilder,
    speech: Path,
    understanding: Callable[[Commands, Subjects], Recognizer],
    forget: Callable[[HandlerInput], None],
) -> Senses:
    """Everything that the skill is made of. Returns what hears red flags."""
    compiled = speech / "compiled"
    voices = Voices.load(compiled)
    commands = Commands(compiled, voices.numbers)
    content = load_content(compiled / "content.json")
    recognizer = understanding(commands, Subjects(content.ids, compiled / INDEX))
    known = catalog(content, commands.nearest, recognizer, commands.lengths, commands.purposes)
    builder.add_global_request_interceptor(TurnBuilder(known, commands, voices, forget))
    builder.add_request_handler(Dispatcher([handler() for handler in HANDLERS]))
    return recognizer.senses

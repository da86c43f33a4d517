"""Says things to the recogniser, as each of its doors brings them."""

from pathlib import Path

from skill.content.digests import INDEX
from skill.content.model import Content
from skill.content.store import load_content
from skill.entry.assembly import SPEECH
from skill.speech.voice import Voices
from skill.understanding.command import Command
from skill.understanding.commands import Commands
from skill.understanding.meaning import Meaning
from skill.understanding.recognizer import Recognizer
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.subjects import Subjects
from skill.understanding.utterance import Context, SlotWords

COMPILED = SPEECH / "compiled"
CONTENT = load_content(COMPILED / "content.json")
MODEL = SPEECH / "model/encoder.onnx"


def recognizer_of(model: Path, content: Content = CONTENT) -> Recognizer:
    """The recogniser of our document, or of `content`, with the encoder in the file `model`."""
    commands = Commands(COMPILED, Voices.load(COMPILED).numbers)
    subjects = Subjects(content.ids, COMPILED / INDEX)
    return Recognizer(commands, SafetyLexicon(COMPILED / "safety.json"), model, subjects)


def said(recognizer: Recognizer, text: str, guiding: bool = False) -> Meaning:
    """What free words mean, at rest or in mid-stretch."""
    return recognizer.recognize(recognizer.of_words(text, Context(guiding=guiding)))


def in_slots(recognizer: Recognizer, command: Command, **slots: str) -> Meaning:
    """What an intent means that brings words in slots."""
    spoken = {name: SlotWords(text) for name, text in slots.items()}
    return recognizer.recognize(recognizer.of_intent(command, spoken))

"""Says things to the recogniser, as each of its doors brings them."""

from skill.understanding.command import Command
from skill.understanding.meaning import Meaning
from skill.understanding.recognizer import Recognizer
from skill.understanding.utterance import Context, SlotWords


def said(recognizer: Recognizer, text: str, guiding: bool = False) -> Meaning:
    """What free words mean, at rest or in mid-stretch."""
    return recognizer.recognize(recognizer.of_words(text, Context(guiding=guiding)))


def in_slots(recognizer: Recognizer, command: Command, **slots: str) -> Meaning:
    """What an intent means that brings words in slots."""
    spoken = {name: SlotWords(text) for name, text in slots.items()}
    return recognizer.recognize(recognizer.of_intent(command, spoken))

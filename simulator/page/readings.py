"""Which reading of spoken words is taken: Alexa's recogniser knows what a skill listens for, and ours is told here."""

from audio.heard import Heard
from simulator.hearing.fidelity import Hearing
from simulator.hearing.invocation import read_launch, without_wake_word
from simulator.hearing.recognizer import Rank
from simulator.hearing.words import spoken


def preferred(heard: Heard, hearing: Hearing) -> Heard:
    """`heard`, where the likeliest reading that calls the skill or is a sample word for word goes before the others.

    Words of it that merely sounded likelier otherwise are doubtful.
    """
    readings = (heard.words, *heard.others)
    known = next((reading for reading in readings if _known(reading, hearing)), heard.words)
    if known == heard.words:
        return heard
    likelier = dict(enumerate(heard.words.split()))
    doubtful = tuple(place for place, word in enumerate(known.split()) if likelier.get(place) != word)
    return Heard(known, doubtful, tuple(reading for reading in readings if reading != known))


def _known(reading: str, hearing: Hearing) -> bool:
    words = without_wake_word(spoken(reading))
    if not words:
        return False
    if read_launch(words, hearing.model.invocation_name) is not None:
        return True
    return hearing.hear([words], "").rank is Rank.LITERAL

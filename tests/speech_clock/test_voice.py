"""What was measured of a voice holds for the text that it said, and is measured anew where that has changed."""

from benchmarks.speech_clock.voice import Length, lengths
from simulator.device.device import Exchange
from simulator.device.entry import Entry
from simulator.speaking.performance import Performer
from tests.audio.tones import LETTER_S, Tones


def exchange(text: str) -> Exchange:
    return Exchange(Entry("go", "skill", True, speech=text, ssml=f"<speak>{text}</speak>", seconds=1.0), 0.0)


def measured(text: str, known: tuple[Length, ...] = ()) -> Length:
    [length] = lengths("neck", [exchange(text)], known, Performer(Tones()))
    return length


def test_what_did_not_change_is_not_said_again() -> None:
    known = Length("neck", 2, 1.0, 99.0, 0.0, text=measured("Look up.").text)
    assert measured("Look up.", (known,)) is known


def test_what_changed_is_said_again() -> None:
    known = Length("neck", 2, 1.0, 99.0, 0.0, text=measured("Look up.").text)
    assert measured("Look on.", (known,)).voice < 10 * LETTER_S
    assert measured("Look up.", (Length("back", 2, 1.0, 99.0, 0.0, text=known.text),)).voice < 10 * LETTER_S


def test_a_length_of_an_unknown_text_is_not_relied_on() -> None:
    assert measured("Look up.", (Length("neck", 2, 1.0, 99.0, 0.0),)).voice < 10 * LETTER_S

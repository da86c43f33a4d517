"""The speech clock: how long a listener hears a piece of SSML or plain text.

The *shape* of speech (what a syllable, a consonant, a comma, a full stop cost beside one another)
is fitted to audio of our own sentences from espeak-ng, by `benchmarks/speech_clock/fit.py`. The
*speed* is one constant, `AMAZON_WORDS_PER_SECOND`. It was never heard on an Echo: the clock plans
turns, it does not time them.

The clock reads anything and never raises on it. Of `<audio>` it cannot know the length, so it counts none.
"""

from dataclasses import dataclass
from functools import lru_cache

from skill.speech.spoken_words import Pause, read_token
from skill.speech.ssml import Tag, pieces, read_tag, unescaped

AMAZON_WORDS_PER_SECOND = 3.1
"""How fast Amazon's voice reads text like ours, pauses of punctuation included: 186 words a minute.

Never checked on an Echo. Amazon says that its voices have no standard speed in words a minute
(Amazon Polly Developer Guide, "Voice speed"), and publishes two figures that give one: about 10
minutes for 10,000 characters (Alexa Skills Kit, SSML reference, the voice tag), which is 3.1 words a
second at the 5.4 characters a word of our text; and 19 seconds for a passage of 60 words by Joanna
(AWS News Blog, "Amazon Polly Update: Time-Driven Prosody and Asynchronous Synthesis"), which is
3.2. A neural voice of another maker (Piper) spoke sixty answers of ours at 3.4, four in five of them
between 3.2 and 3.6. Whoever works out a place from the clock allows for a voice that is faster or
slower (`skill/guidance/passage.py`); breaks last what they say.
"""

REFERENCE_WORDS_PER_SECOND = 3.35
"""How fast the synthesiser of the shape (espeak-ng, en-us, default speed) reads the same text."""


@dataclass(frozen=True)
class Shape:
    """What each part of speech takes from the reference synthesiser, in seconds."""

    word: float
    """Each word."""
    syllable: float
    """Each syllable."""
    consonant: float
    """Each consonant letter."""
    weak: float
    """Each small word without stress, beside its other parts; below zero."""
    letter: float
    """Each letter said by name, and each figure said by itself, beside its word and syllables."""
    comma: float
    """The pause of a comma or a dash."""
    colon: float
    """The pause of a colon, semicolon or ellipsis."""
    stop: float
    """The pause of a full stop, question mark or exclamation mark."""
    paragraph: float
    """The pause between paragraphs."""
    start: float
    """Once for everything that is said in one go: the voice slows before it falls silent."""


SHAPE = Shape(
    word=0.102,
    syllable=0.058,
    consonant=0.044,
    weak=-0.072,
    letter=0.039,
    comma=0.239,
    colon=0.227,
    stop=0.436,
    paragraph=0.6,
    start=0.112,
)
"""Fitted by benchmarks/speech_clock/fit.py; `paragraph` is the reference's strength "x-strong"."""

_PAUSE_SECONDS = {
    Pause.NONE: 0.0,
    Pause.COMMA: SHAPE.comma,
    Pause.COLON: SHAPE.colon,
    Pause.STOP: SHAPE.stop,
}
# As the Alexa Skills Kit's SSML reference explains them: nothing, a comma, a sentence, a paragraph.
_STRENGTHS = {
    "none": 0.0,
    "x-weak": 0.0,
    "weak": SHAPE.comma,
    "medium": SHAPE.comma,
    "strong": SHAPE.stop,
    "x-strong": SHAPE.paragraph,
}


def seconds(ssml: str, words_per_second: float = AMAZON_WORDS_PER_SECOND) -> float:
    """Estimate how many seconds `ssml`, or plain text, is heard for; never raises.

    `words_per_second` is the voice's speed over text like ours. A <break time> is counted as
    written, whatever the rate around it, and takes in the pause of a full stop or comma before it,
    as in the reference. The pause after the last word is not heard.
    """
    clock = _Clock(REFERENCE_WORDS_PER_SECOND / words_per_second)
    for index, piece in enumerate(pieces(ssml)):
        if index % 2:
            clock.tag(read_tag(piece))
        elif piece:
            clock.text(piece)
    return clock.total


def pauses(ssml: str) -> list[float]:
    """Return the breaks of `ssml` in their order, in seconds; strengths count as in `seconds`."""
    scale = REFERENCE_WORDS_PER_SECOND / AMAZON_WORDS_PER_SECOND
    tags = (read_tag(piece) for piece in pieces(ssml)[1::2])
    return [_break_seconds(tag, scale) for tag in tags if tag.name == "break" and not tag.closes]


class _Clock:
    """Runs along the pieces of one text and adds them up."""

    __slots__ = (
        "_emphasis",
        "_open",
        "_pending",
        "_rate",
        "_replaced",
        "_scale",
        "_spelled",
        "_started",
        "total",
    )

    def __init__(self, scale: float) -> None:
        self.total = 0.0
        self._scale = scale
        self._pending = 0.0
        self._rate = 1.0
        self._emphasis = 1.0
        self._spelled = False
        self._replaced = False
        self._started = False
        self._open: list[tuple[str, float, float]] = []

    def text(self, text: str) -> None:
        """Hear the text between two tags."""
        if self._replaced:
            self._replaced = False
            return
        spoken, pending = _read_text(text, self._spelled)
        if not spoken and not pending:
            return
        factor = self._scale / (self._rate * self._emphasis)
        if spoken and not self._started:
            self._started = True
            self._pending = 0.0
            self.total += SHAPE.start * factor
        if spoken:
            self.total += self._pending + spoken * factor
            self._pending = pending * factor
        elif self._started:
            self._pending = max(self._pending, pending * factor)

    def tag(self, tag: Tag) -> None:
        """Obey one tag."""
        if tag.name == "break":
            if tag.closes:
                return
            length = _break_seconds(tag, self._scale)
            self.total += max(length, self._pending) if length else 0.0
            self._pending = 0.0
        elif tag.strength is not None:
            self._boundary(_strength_seconds(tag) * self._scale)
        elif tag.name in ("prosody", "emphasis"):
            self._speed(tag)
        elif tag.name == "say-as":
            self._spelled = tag.spelled and not tag.closes
        elif tag.name == "sub":
            self._replaced = False
            if tag.alias is not None:
                self.text(tag.alias)
                self._replaced = not tag.empty

    def _boundary(self, length: float) -> None:
        """Leave at least this pause before the next word, if anything was said."""
        if self._started:
            self._pending = max(self._pending, length)

    def _speed(self, tag: Tag) -> None:
        """Change the speed, or go back to what it was before the tag that closes here."""
        if not tag.closes:
            if not tag.empty:
                self._open.append((tag.name, self._rate, self._emphasis))
                # W3C SSML 1.1: a rate is a share of the voice's own, so an inner one replaces it.
                self._rate = self._rate if tag.rate is None else tag.rate
                self._emphasis *= tag.emphasis
            return
        if any(name == tag.name for name, _, _ in self._open):
            name = ""
            while name != tag.name:
                name, self._rate, self._emphasis = self._open.pop()


def _break_seconds(tag: Tag, scale: float) -> float:
    """Return how long a break lasts; the voice takes `scale` times as long as the reference."""
    if tag.fixed is not None:
        return tag.fixed
    return _strength_seconds(tag) * scale


def _strength_seconds(tag: Tag) -> float:
    """Return the reference's seconds for a break's strength; medium where it is unknown."""
    return _STRENGTHS.get(tag.strength or "none", SHAPE.comma)


@lru_cache(maxsize=4096)
def _read_text(text: str, spelled: bool) -> tuple[float, float]:
    """Return the reference's seconds for text without tags, and the pause its end asks for."""
    plain = unescaped(text)
    tokens = _spell(plain) if spelled else plain.replace("\u2014", " \u2014 ").split()
    if not tokens:
        return 0.0, 0.0
    pending = _token_seconds(tokens[-1])[1]
    single = SHAPE.letter * sum(map(str.isdigit, plain)) if spelled else 0.0
    return sum(map(_whole_token, tokens)) - pending + single, pending


def _spell(text: str) -> list[str]:
    """Return letters and figures as tokens, grouped in threes as telephone numbers are said."""
    characters = [character for character in text.upper() if character.isalnum()]
    last = len(characters) - 1
    grouped = enumerate(characters)
    return [f"{group}," if at % 3 == 2 and at != last else group for at, group in grouped]


@lru_cache(maxsize=8192)
def _token_seconds(token: str) -> tuple[float, float]:
    """Return the reference's seconds for the words of a token, and for the pause after it."""
    reading = read_token(token)
    spoken = (
        reading.words * SHAPE.word
        + reading.syllables * SHAPE.syllable
        + reading.consonants * SHAPE.consonant
        + reading.weak * SHAPE.weak
        + reading.letters * SHAPE.letter
    )
    return spoken, _PAUSE_SECONDS[reading.pause]


@lru_cache(maxsize=8192)
def _whole_token(token: str) -> float:
    """Return the reference's seconds for a token and the pause after it."""
    return sum(_token_seconds(token))

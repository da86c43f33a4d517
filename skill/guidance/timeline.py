"""A stage as a timeline: what is said when, and how long it lasts."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from skill.content.model import Cue, CueKind
from skill.guidance.position import Hold, Pace, RoutinePosition
from skill.guidance.stages import Stage
from skill.speech.clock import pauses, seconds
from skill.speech.voice import Voice

LONGEST_PAUSE = 10.0
"""One silence, at most, in seconds; longer sounds like a crash."""
_REMEMBERED = 1024
"""Stages as one voice speaks them at one pace: a kilobyte or two each."""
_COUNT_EVERY = 5
"""Seconds between two spoken counts of a long hold."""
_KEEP_ON_SILENCE = 7.0
"""Seconds between two words of encouragement."""
_RATE = {Pace.SLOW: "85%", Pace.NORMAL: "100%", Pace.FAST: "115%"}
_GAP = {Pace.SLOW: 1.6, Pace.NORMAL: 1.0, Pace.FAST: 0.7}
_SLOW_CUE_FROM = 3
"""At slow pace, a gap of this many seconds is followed by a calming word and another gap."""


class Beat(NamedTuple):
    """One cue as it is spoken."""

    ssml: Markup
    """Its words and silences."""
    seconds: float
    """How long it lasts."""
    pauses: float
    """How much of that is silence."""

    def at(self, share: float) -> float:
        """How long it lasts with a voice that takes `share` of the clock's seconds of speech."""
        return (self.seconds - self.pauses) * share + self.pauses


def beat_of(ssml: Markup) -> Beat:
    """Words that belong to no cue."""
    return Beat(ssml, clock(str(ssml)), sum(pauses(str(ssml))))


def beats(voice: Voice, stage: Stage, position: RoutinePosition) -> tuple[Beat, ...]:
    """Every cue of the stage, at the position's pace and hold."""
    return _beats(voice, stage, _Way(position.pace, position.hold, position.easier))


class _Way(NamedTuple):
    """How a stage is spoken."""

    pace: Pace
    hold: Hold
    easier: bool


# A turn asks for the same cues several times over: how far the listener got, whether they heard it out, what comes
# next and how long it all takes. And one listener's stretch is the next one's too.
@lru_cache(maxsize=_REMEMBERED)
def _beats(voice: Voice, stage: Stage, way: _Way) -> tuple[Beat, ...]:
    return tuple(_beat(voice, stage, way, number) for number in range(len(stage.step.cues)))


def hold_seconds(cue: Cue, hold: Hold) -> int:
    """How long a hold lasts, within the range its source allows."""
    return {Hold.SHORT: cue.least, Hold.NORMAL: cue.seconds, Hold.LONG: cue.most}[hold]


def _beat(voice: Voice, stage: Stage, way: _Way, number: int) -> Beat:
    cue = stage.step.cues[number]
    words = voice.say(f"cue.{stage.step.id}.{number}", side=stage.side)
    if number == 0 and way.easier and stage.step.easier:
        words = voice.say(f"step.{stage.step.id}.easier", side=stage.side)
    if cue.kind is CueKind.MOVE:
        parts = _move(voice.later(number), cue, way.pace)
    elif cue.kind is CueKind.HOLD:
        parts = _hold(voice, hold_seconds(cue, way.hold))
    elif cue.kind is CueKind.REPEAT:
        parts = _repeat(voice, cue)
    else:
        parts = _keep_on(voice, stage, cue, number)
    spoken = [(words, 0.0), *parts]
    ssml = Markup(" ").join(text if gap else _at_pace(text, way.pace) for text, gap in spoken)
    return Beat(ssml, clock(str(ssml)), sum(gap for _, gap in spoken))


_Part = tuple[Markup, float]
"""Words and 0.0, or a break and its length in seconds. Only words are slowed: synthesisers differ over
what a speech rate does to a break, and a hold keeps its seconds."""


def _move(voice: Voice, cue: Cue, pace: Pace) -> Iterator[_Part]:
    gap = min(cue.seconds * _GAP[pace], LONGEST_PAUSE)
    if pace is Pace.SLOW and cue.seconds >= _SLOW_CUE_FROM:
        yield _pause(gap / 2)
        yield voice.say("take_your_time"), 0.0
        yield _pause(gap / 2)
    else:
        yield _pause(gap)


def _hold(voice: Voice, length: int) -> Iterator[_Part]:
    """Count down the seconds of a short hold; of a long one say every five seconds how many more there are."""
    if length <= _COUNT_EVERY:
        for number in range(length, 0, -1):
            yield from _counted(voice, number, 1.0)
        return
    yield _pause(_COUNT_EVERY)
    for reached in range(_COUNT_EVERY, length, _COUNT_EVERY):
        left = length - reached
        yield from _counted(voice, left, min(_COUNT_EVERY, left), "count_left")


def _repeat(voice: Voice, cue: Cue) -> Iterator[_Part]:
    for number in range(1, cue.times + 1):
        yield from _counted(voice, number, cue.seconds)


def _keep_on(voice: Voice, stage: Stage, cue: Cue, number: int) -> Iterator[_Part]:
    left = float(cue.seconds)
    said = 0
    while left > 0:
        gap = min(_KEEP_ON_SILENCE, left)
        yield _pause(gap)
        left -= gap
        if left <= 0 or not cue.encouragements:
            continue
        which = said % len(cue.encouragements)
        words = voice.say(f"cue.{stage.step.id}.{number}.{which}", side=stage.side)
        yield words, 0.0
        left -= clock(str(words))
        said += 1


def _counted(voice: Voice, number: int, interval: float, prompt: str = "count") -> Iterator[_Part]:
    """A spoken count, and silence up to the next, so that counts come evenly."""
    words = voice.say(prompt, number=voice.count(number))
    yield words, 0.0
    yield _pause(max(interval - clock(str(words)), 0.2))


def _pause(length: float) -> _Part:
    milliseconds = round(length * 1000)
    return Markup('<break time="{}ms"/>').format(milliseconds), milliseconds / 1000


def _at_pace(ssml: Markup, pace: Pace) -> Markup:
    if pace is Pace.NORMAL:
        return ssml
    return Markup('<prosody rate="{}">{}</prosody>').format(_RATE[pace], ssml)


@lru_cache(maxsize=4096)
def clock(ssml: str) -> float:
    """Estimated seconds of `ssml`; the same cues come again and again."""
    return seconds(ssml)

"""A stage as a timeline: what is said when, and how long it lasts."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import cycle
from typing import NamedTuple

from markupsafe import Markup

from skill.content.model import Cue, CueKind
from skill.guidance.holding import LAST_SECONDS, HoldWord, hold_cues
from skill.guidance.position import Hold, Pace, RoutinePosition
from skill.guidance.stages import Stage
from skill.speech.clock import pauses, seconds
from skill.speech.voice import Voice

LONGEST_PAUSE = 10.0
"""One silence, at most, in seconds; longer sounds like a crash."""
_REMEMBERED = 1024
"""Stages, or parts of them, as one voice speaks them at one pace: a kilobyte or two each."""
_COUNTED_UP_TO = 5
"""Seconds up to which every second of a hold is counted."""
_KEEP_ON_SILENCE = 7.5
"""Seconds between two words of encouragement, at most."""
_RATE = {Pace.SLOW: "85%", Pace.NORMAL: "100%", Pace.FAST: "115%"}
_GAP = {Pace.SLOW: 1.6, Pace.NORMAL: 1.0, Pace.FAST: 0.7}
_BEFORE_COUNTS = 1.5
"""Seconds between what is to be repeated and the first count of it: to begin it takes a moment."""
_LEAST_PAUSE = 0.2
"""Seconds of silence behind a word, at least."""
_STAY = 3
"""Wordings that take turns in a hold for which the document has no words."""
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
    """Every cue of the stage, at the position's pace and hold; of what was kept on with already, the rest."""
    way = _way(stage, position)
    whole = _beats(voice, stage, way)
    going_on = goes_on_at(stage, position.cue) if position.kept_on else len(whole)
    if going_on == len(whole):
        return whole
    rest = _beat(voice, stage, way, going_on, position.kept_on)
    return (*whole[:going_on], rest, *whole[going_on + 1 :])


def goes_on_at(stage: Stage, cue: int) -> int:
    """The first cue from `cue` on in which something is done on and on; behind the last one if there is none."""
    cues = stage.step.cues
    return next((at for at in range(cue, len(cues)) if cues[at].kind is CueKind.KEEP_ON), len(cues))


class _Way(NamedTuple):
    """How a stage is spoken."""

    pace: Pace
    hold: Hold
    easier: bool
    harder: bool
    uncounted: bool


def _way(stage: Stage, position: RoutinePosition) -> _Way:
    """How the stage is spoken. Where something is done on and on, whoever is puffed gets the easier version."""
    easier = position.easier or (position.gently and goes_on(stage))
    return _Way(position.pace, position.hold, easier, position.harder and not easier, position.uncounted)


def goes_on(stage: Stage) -> bool:
    """Whether something is done on and on that can be done gently."""
    return any(cue.gently for cue in stage.step.cues)


# A turn asks for the same cues several times over: how far the listener got, whether they heard it out, what comes
# next and how long it all takes. And one listener's routine is the next one's too.
@lru_cache(maxsize=_REMEMBERED)
def _beats(voice: Voice, stage: Stage, way: _Way) -> tuple[Beat, ...]:
    return tuple(_beat(voice, stage, way, number) for number in range(len(stage.step.cues)))


def hold_seconds(cue: Cue, hold: Hold) -> int:
    """How long a hold lasts, within the range its source allows."""
    return {Hold.SHORT: cue.least, Hold.NORMAL: cue.seconds, Hold.LONG: cue.most}[hold]


def _beat(voice: Voice, stage: Stage, way: _Way, number: int, kept_on: float = 0.0) -> Beat:
    cue = stage.step.cues[number]
    words = voice.say(f"cue.{stage.step.id}.{number}", side=stage.side)
    if number == 0 and way.easier and stage.step.easier:
        words = voice.say(f"step.{stage.step.id}.easier", side=stage.side)
    elif number == 0 and way.harder and stage.step.harder:
        words = voice.say(f"step.{stage.step.id}.harder", side=stage.side)
    if cue.kind is CueKind.MOVE:
        parts = _move(voice.later(number), cue, way.pace)
    elif cue.kind is CueKind.HOLD:
        said = _said(voice, stage, number, len(cue.encouragements))
        parts = _hold(voice.later(number), hold_seconds(cue, way.hold), said, way.uncounted)
    elif cue.kind is CueKind.REPEAT:
        parts = _repeat(voice, cue, way.uncounted)
    elif way.easier and cue.gently:
        words, *said = _said(voice, stage, f"{number}.gently", len(cue.gently))
        parts = _keep_on(cue, said)
    else:
        parts = _keep_on(cue, _said(voice, stage, number, len(cue.encouragements)))
    spoken = _rest([(words, 0.0), *parts], way.pace, kept_on) if kept_on else [(words, 0.0), *parts]
    ssml = _joined(spoken, way.pace)
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


def _said(voice: Voice, stage: Stage, cue: int | str, count: int) -> list[Markup]:
    """What the document has to say while a cue lasts."""
    return [voice.say(f"cue.{stage.step.id}.{cue}.{which}", side=stage.side) for which in range(count)]


def _hold(voice: Voice, length: int, said: Sequence[Markup], uncounted: bool) -> Iterator[_Part]:
    """Count down the seconds of a short hold; in a long one say what comes with it, half of it and the last seconds."""
    if length <= _COUNTED_UP_TO:
        yield from [_pause(length)] if uncounted else _counted_down(voice, length)
        return
    between = cycle(said or [voice.later(turn).say("hold.stay") for turn in range(_STAY)])
    now = 0.0
    for at, word in hold_cues(length):
        yield _pause(max(at - now, _LEAST_PAUSE))
        if word is HoldWord.BETWEEN:
            words = next(between)
        elif word is HoldWord.HALFWAY:
            words = voice.say("hold.halfway")
        else:
            words = voice.say("hold.nearly") if uncounted else voice.say("hold.left", number=voice.count(LAST_SECONDS))
        yield words, 0.0
        now = at + clock(str(words))
    yield _pause(max(length - now, _LEAST_PAUSE))
    yield voice.say("hold.done"), 0.0


def _counted_down(voice: Voice, length: int) -> Iterator[_Part]:
    yield from _counted(voice.say("count.seconds" if length > 1 else "count", number=voice.count(length)), 1.0)
    for number in range(length - 1, 0, -1):
        yield from _counted(voice.say("count", number=voice.count(number)), 1.0)


def _repeat(voice: Voice, cue: Cue, uncounted: bool) -> Iterator[_Part]:
    """Each time with its number, or without; the last one is named."""
    if not uncounted:
        yield _pause(_BEFORE_COUNTS)
    for number in range(1, cue.times + 1):
        if number == cue.times > 1:
            yield from _counted(voice.say("count.last"), cue.seconds)
        elif not uncounted:
            yield from _counted(voice.say("count", number=voice.count(number)), cue.seconds)
        elif number == 1:
            yield _pause(cue.seconds)
        else:
            yield from _counted(voice.later(number).say("count.again"), cue.seconds)


def _keep_on(cue: Cue, encouragements: Sequence[Markup]) -> Iterator[_Part]:
    """As few words as leave no longer silence, evenly: none comes so late that it runs into what follows."""
    said: list[Markup] = []
    left = float(cue.seconds)
    for words in cycle(encouragements or [Markup()]):
        if left / (len(said) + 1) <= _KEEP_ON_SILENCE:
            break
        said.append(words)
        left -= clock(str(words))
    gap = max(left / (len(said) + 1), _LEAST_PAUSE)
    for words in said:
        yield _pause(gap)
        if words:
            yield words, 0.0
    yield _pause(gap)


def _rest(parts: Sequence[_Part], pace: Pace, done: float) -> list[_Part]:
    """What is left of `parts` after some seconds: from the next words on, or a last moment of silence."""
    for number, (_, gap) in enumerate(parts):
        if not gap and clock(str(_joined(parts[:number], pace))) >= done:
            return list(parts[number:])
    return [_pause(_LEAST_PAUSE)]


def _joined(parts: Sequence[_Part], pace: Pace) -> Markup:
    return Markup(" ").join(text if gap else at_pace(text, pace) for text, gap in parts)


def _counted(words: Markup, interval: float) -> Iterator[_Part]:
    """A spoken count, and silence up to the next, so that counts come evenly."""
    yield words, 0.0
    yield _pause(max(interval - clock(str(words)), _LEAST_PAUSE))


def _pause(length: float) -> _Part:
    milliseconds = round(length * 1000)
    return Markup('<break time="{}ms"/>').format(milliseconds), milliseconds / 1000


def at_pace(ssml: Markup, pace: Pace) -> Markup:
    """Words as fast as the pace asks for."""
    if pace is Pace.NORMAL:
        return ssml
    return Markup('<prosody rate="{}">{}</prosody>').format(_RATE[pace], ssml)


@lru_cache(maxsize=4096)
def clock(ssml: str) -> float:
    """Estimated seconds of `ssml`; the same cues come again and again."""
    return seconds(ssml)

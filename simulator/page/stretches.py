"""A stretch as a picture: its turns, and what is heard in each, from when to when."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from simulator.conversation.leading import lead
from simulator.device.device import Exchange
from simulator.json_object import JsonObject, member
from simulator.page.room import Room
from simulator.protocol import ssml
from skill.content.model import Routine
from skill.content.store import load_content
from skill.guidance.passage import Passage, passage
from skill.guidance.position import RoutinePosition
from skill.guidance.stages import Routines
from skill.speech.voice import Voice, Voices

_CONTENT = Path("compiled/content.json")
_BEFORE_IT_BEGINS = 2
"""Turns that open the skill and name the stretch."""
_AT_ONCE = 0.01
"""Seconds after a reply began: nobody has heard anything of it."""


def names(document: Path) -> dict[str, str]:
    """What each stretch of the folder `document` is called, by its id; none where nothing is compiled."""
    compiled = document / _CONTENT
    return {routine.id: routine.name for routine in load_content(compiled).routines} if compiled.exists() else {}


def pictures(document: Path, locale: str) -> list[JsonObject]:
    """Every stretch of the folder `document`; none where nothing is compiled."""
    compiled = document / _CONTENT
    if not compiled.exists():
        return []
    content = load_content(compiled)
    voice, routines = Voices.load(compiled.parent).voice(locale, 0), Routines(content)
    return [_picture(voice, routines, routine) for routine in content.routines]


def hear(room: Room, name: str, stage: int) -> Iterator[Exchange]:
    """Let the stretch `name` be begun in `room` and led on to one of its stages, and yield what was said for it.

    Nobody listens in between: what is skipped is cut off as it begins.
    """
    led = lead(lambda words: room.say(words, _AT_ONCE), room.name, name)
    yield from islice(led, _BEFORE_IT_BEGINS)
    for exchange in led:
        yield exchange
        reached = member(
            exchange.answer.response if exchange.answer else None, "sessionAttributes", "position", "stage"
        )
        if not isinstance(reached, int) or reached >= stage:
            return


def _picture(voice: Voice, routines: Routines, routine: Routine) -> JsonObject:
    position = RoutinePosition(routine.id, tuple(step.id for step in routine.steps), stage=0)
    turns = [_turn(turn, routines, position) for turn in _turns(voice, routines, position)]
    return {"id": routine.id, "name": routine.name, "turns": turns, "seconds": sum(turn["seconds"] for turn in turns)}


def _turns(voice: Voice, routines: Routines, position: RoutinePosition) -> Iterator[Passage]:
    while True:
        spoken = passage(voice, routines, position)
        yield spoken
        if routines.over(spoken.after) or not spoken.placed:
            return
        after = spoken.after
        position = routines.at(after, after.following) if spoken.complete else after


def _turn(spoken: Passage, routines: Routines, position: RoutinePosition) -> JsonObject:
    beats, at = [], 0.0
    stages = routines.stages(position)
    for number, cue, beat in spoken.placed:
        stage = stages[number]
        declared = stage.step.cues[cue]
        beats.append(
            {
                "stage": number,
                "step": stage.step.name,
                "side": stage.side,
                "kind": declared.kind.value,
                "at": round(at, 1),
                "seconds": round(beat.seconds, 1),
                "silence": round(beat.pauses, 1),
                "text": ssml.plain_text(f"<speak>{beat.ssml}</speak>"),
                "meanwhile": [text.replace("{side}", stage.side) for text in declared.encouragements],
            }
        )
        at += beat.seconds
    return {"seconds": round(at, 1), "beats": beats}

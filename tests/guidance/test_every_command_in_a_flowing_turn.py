"""Each command cut into each cue of each flowing turn, said by a voice faster and slower than the clock thinks."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from skill.content.model import Part
from skill.dialog.handlers.routine_commands import RoutineCommandHandler
from skill.dialog.session import Session
from skill.dialog.turn import Outcome, Reply, Turn
from skill.guidance.passage import SLOWEST, Passage, Placed, lasting, passage
from skill.guidance.position import RoutinePosition
from skill.understanding.command import Command
from skill.understanding.meaning import CommandGiven
from tests.dialog.turns import catalog_of, reply_to, turn_of
from tests.guidance.stretching import cuts, start, turns

CATALOG = catalog_of()
STRETCHES = CATALOG.routines
COMMANDS = sorted(RoutineCommandHandler.commands)
ONWARD = {Command.NEXT, Command.SKIP}
"""What leads to the stage that was not yet reached."""
ANSWERS = {Command.READY, Command.DOWN, Command.IN_PLACE, Command.YES, Command.RESUME, Command.KEEP_ON, Command.FLOW}
"""What goes on: to the next stage once the turn is over by the clock, which a slow voice may not be quite."""
ALMOST_OVER = 8
"""How many seconds it may still have to go then."""
BACK = {Command.PREVIOUS, Command.START_OVER}
SIDES = {Command.OTHER_SIDE: "", Command.LEFT_SIDE: "left", Command.RIGHT_SIDE: "right"}
BEGAN = 1_000
routines = pytest.mark.parametrize("routine", STRETCHES.by_id)
voices = pytest.mark.parametrize("share", [0.75, SLOWEST], ids=["faster", "slower"])


def said_into(routine: str, share: float, command: Command) -> Iterator[tuple[Turn, Passage, Placed, str]]:
    """The command, at every moment of every turn of the routine; with the turn and the beat that was really heard."""
    for position, _ in turns(start(routine)):
        under_way = replace(position, spoken_at=BEGAN)
        turn = turn_of(CommandGiven(command), Session(position=under_way, turn=1, interrupting_said=True), CATALOG)
        spoken = passage(turn.voice.later(-1), STRETCHES, under_way)
        for moment, heard in cuts(spoken.placed, share):
            now = int(BEGAN + moment)
            yield replace(turn, now=now), spoken, heard, f"{command}, {moment:.0f} s into {position}"


def _part(spoken: Passage, heard: Placed) -> Part | None:
    """What kind of step was really heard; None before the first."""
    return STRETCHES.stages(spoken.after)[heard.stage].step.part if heard.stage >= 0 else None


def place(reply: Reply) -> RoutinePosition:
    """Where the reply leaves the stretch."""
    assert reply.session.position is not None
    return reply.session.position


@voices
@routines
@pytest.mark.parametrize("command", [one for one in COMMANDS if one not in ONWARD and one not in SIDES])
def test_it_goes_on_from_the_cue_heard_or_an_earlier_one(command: Command, routine: str, share: float) -> None:
    for turn, spoken, heard, where in said_into(routine, share, command):
        reply = reply_to(turn)
        over = command in ANSWERS and turn.progress.heard_out
        if over:
            assert lasting(spoken.placed, share) - (turn.now - BEGAN) <= ALMOST_OVER, where
            assert heard.stage == spoken.after.stage, where
        if reply.outcome is Outcome.FINISHED:
            assert over, where
            assert STRETCHES.over(spoken.after), where
            continue
        # Whoever is down on the floor already needs no more of how to get there.
        down = command in (Command.DOWN, Command.IN_PLACE) and _part(spoken, heard) is Part.GETTING_DOWN
        limit = (heard.stage + 1, 0) if over or down else (heard.stage, heard.cue)
        reached = place(reply)
        assert (reached.stage, reached.cue) <= limit, where
        if command not in BACK:
            assert reached.stage >= heard.stage - 1, where


@voices
@routines
@pytest.mark.parametrize("command", sorted(ONWARD))
def test_it_leads_to_the_stage_that_was_not_surely_reached(command: Command, routine: str, share: float) -> None:
    for turn, spoken, heard, where in said_into(routine, share, command):
        assert turn.current_position is not None
        reply = reply_to(turn)
        stages = len(STRETCHES.stages(spoken.after))
        onto = stages if reply.outcome is Outcome.FINISHED else place(reply).stage
        assert onto == turn.current_position.stage + 1, where
        assert heard.stage <= onto <= heard.stage + 1, where
        assert onto == stages or place(reply).cue == 0, where


@voices
@routines
@pytest.mark.parametrize("command", sorted(SIDES))
def test_it_is_never_the_wrong_side(command: Command, routine: str, share: float) -> None:
    for turn, spoken, heard, where in said_into(routine, share, command):
        stages = STRETCHES.stages(spoken.after)
        reply = reply_to(turn)
        there, here = stages[place(reply).stage], stages[heard.stage]
        if command is not Command.OTHER_SIDE:
            assert there.side in (SIDES[command], "") or not there.step.sides, where
        elif here.side and place(reply).spoken_at:  # else it asked which side
            assert there.side != here.side or not turn.stage(turn.current_position or spoken.after).side, where
        assert place(reply).stage <= heard.stage + 1, where

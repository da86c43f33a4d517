"""The physiotherapist's checklist is of the stretches as they are, and every stretch says what it asks for."""

import pytest

from authoring.checklist import CHECKLIST, checklist
from skill.content.model import Position, Routine
from tests.dialog.turns import CONTENT, catalog_of

CATALOG = catalog_of()
NEW = [one for one in CONTENT.routines if one.exclusions]
"""The stretches that were written against the checklist."""


def test_it_is_fresh() -> None:
    assert CHECKLIST.read_text(encoding="utf-8") == checklist(), "run 'python -m authoring.checklist'"


@pytest.mark.parametrize("routine", NEW, ids=lambda one: one.id)
def test_every_movement_has_what_it_asks_for(routine: Routine) -> None:
    for step in routine.steps:
        assert step.easier, step.id
        assert step.source.startswith(("the article", "general guidance")), step.id
        if step.part.moves and not any(cue.gently for cue in step.cues):
            assert step.feel or step.name.startswith("sitting down"), step.id
    assert "top if" in routine.caution


@pytest.mark.parametrize("routine", CONTENT.routines, ids=lambda one: one.id)
def test_what_is_not_done_in_a_chair_has_something_that_is(routine: Routine) -> None:
    near = [CATALOG.routines.by_id[name] for name in CATALOG.nearest.get(routine.id, ())]
    assert routine.position is Position.CHAIR or any(one.position is Position.CHAIR for one in near), routine.id

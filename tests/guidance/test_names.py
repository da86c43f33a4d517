"""Every routine is found by its name and the other names in its file, of one and of more, in any wish."""

import pytest

from skill.content.model import Routine
from tests.dialog.turns import CONTENT
from tests.understanding.saying import MODEL, recognizer_of

RECOGNIZER = recognizer_of(MODEL.with_name("none.onnx"))
ASKING = ("{}", "let's do {}", "start {} please", "could you take me through {}", "i'd like {} now")
routines = pytest.mark.parametrize("routine", CONTENT.routines, ids=lambda one: one.id)


def of_more(name: str) -> str:
    return f"{name}es" if name.endswith("ch") else f"{name}s"


@routines
@pytest.mark.parametrize("asking", ASKING)
def test_a_routine_is_found_by_its_name(routine: Routine, asking: str) -> None:
    bare = routine.name.removeprefix("the ")
    names = [routine.name, bare, *([] if bare.endswith("s") or " in " in bare or " on " in bare else [of_more(bare)])]
    for name in names:
        assert RECOGNIZER.request(asking.format(name)).routine == routine.id, name


@routines
def test_a_routine_is_found_by_what_its_file_says(routine: Routine) -> None:
    for name in routine.questions:
        assert RECOGNIZER.request(f"let's do {name}").routine == routine.id, name


@pytest.mark.parametrize(
    ("words", "routine"),
    [
        ("the fifteen minute routine", "whole-fifteen"),
        ("let's do the fifteen-minute routine", "whole-fifteen"),
        ("the ten minute walk", "walk-ten"),
        ("pelvic tilts", "pelvic-tilt"),
        ("cat cows", "cat-camel"),
        ("hug my knees to my chest", "knees-to-chest"),
        ("ankle over my knee", "figure-four-chair"),
        ("the front of my thighs", "hip-flexor"),
        ("sit to stands", "chair-squat"),
        ("deadlifts", "hip-hinge"),
        ("windscreen wipers", "knee-rolls"),
        ("wall planks", "wall-plank"),
        ("straight leg raises", "leg-lifts"),
    ],
)
def test_common_names(words: str, routine: str) -> None:
    assert RECOGNIZER.request(words).routine == routine


@pytest.mark.parametrize(
    ("muscle", "part"),
    [
        ("glutes", "hips"),
        ("hip flexors", "hips"),
        ("abs", "core"),
        ("lats", "upper back"),
        ("thoracic", "upper back"),
        ("tailbone", "tailbone"),
        ("lumbar", "lower back"),
    ],
)
def test_muscles_and_areas(muscle: str, part: str) -> None:
    assert RECOGNIZER.request(f"something for my {muscle}").body_part == part

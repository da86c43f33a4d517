"""What is learnt from a line: shares of what it may mean, at the moment it was said in."""

import random

import pytest

from authoring.document.spoken_lines import Sign, SpokenLine
from authoring.document.utterances import Utterance
from authoring.training.examples import Example, Target, of_line, of_utterances
from skill.understanding.moment import Moment

CHEST = "urgent-chest"


def _line(labels: str, sign: Sign = Sign.NONE, state: str = "open", text: str = "So it is!") -> SpokenLine:
    return SpokenLine(state, text, tuple(labels.split("|")), sign, "" if sign is Sign.NONE else CHEST, "somebody")


def _whole(*labels: str) -> Target:
    return ((1.0, frozenset(labels)),)


@pytest.mark.parametrize(
    ("labels", "sign", "target"),
    [
        ("walking", Sign.NONE, _whole("walking")),
        ("walking|bending", Sign.NONE, _whole("walking", "bending")),
        ("cmd-stop|walking", Sign.TOLD, _whole(CHEST)),
        ("walking", Sign.CALL, _whole(CHEST)),
        ("walking", Sign.DOUBT, ((0.5, frozenset({CHEST})), (0.5, frozenset({"walking"})))),
        ("walking|bending", Sign.DOUBT, ((0.5, frozenset({CHEST})), (0.5, frozenset({"walking", "bending"})))),
    ],
)
def test_a_blind_line_teaches_what_it_means(labels: str, sign: Sign, target: Target) -> None:
    assert of_line(_line(labels, sign, "paused")) == Example("so it is", Moment.PAUSED, target)


def _of(label: str, *lines: SpokenLine, alike: bool = False) -> Example:
    (found,) = of_utterances(
        [Utterance(label, alike, "w01", "somebody", "So it is!")],
        lines,
        random.Random(1),  # noqa: S311 - reproducible, not secret
    )
    return found


@pytest.mark.parametrize(
    ("label", "also"),
    [
        ("walking", set()),
        ("cmd-next", set()),
        ("off-topic", {"talk-chat", "talk-aside", "talk-device", "talk-bot", "talk-greeting", "talk-progress",
                       "talk-unclear"}),
        ("cmd-thanks", {"talk-chat", "talk-greeting", "talk-fine"}),
        ("cmd-help", {"talk-bot"}),
        ("refer-symptom", {"talk-complaint", "talk-fine"}),
        ("refer-condition", {"talk-complaint"}),
        ("refer-flare", {"talk-complaint"}),
        ("cmd-ache", {"talk-complaint"}),
    ],
)  # fmt: skip
def test_a_coarse_label_may_mean_the_finer_ones(label: str, also: set[str]) -> None:
    assert _of(label).target == _whole(label, *also)


@pytest.mark.parametrize(
    ("label", "alike", "strange"),
    [("off-topic", False, True), ("off-topic", True, False), ("walking", False, False), ("walking", True, False)],
)
def test_only_another_subject_that_does_not_alarm_is_strange(label: str, alike: bool, strange: bool) -> None:
    assert _of(label, alike=alike).strange is strange


@pytest.mark.parametrize(
    ("label", "moment"),
    [
        ("cmd-next", Moment.GUIDING),  # said in a stretch by whoever said it
        ("cmd-repeat", Moment.GUIDING),  # no line has it: as others of its kind
        ("bending", Moment.PAUSED),
        (CHEST, Moment.CHOOSING),  # the line's sign, not its label
        ("urgent-fever", Moment.CHOOSING),
        ("walking", Moment.PAUSED),
        ("gap-shoes", Moment.REST),  # nothing of its kind was said
    ],
)
def test_an_utterance_gets_the_moment_of_a_line_like_it(label: str, moment: Moment) -> None:
    lines = [
        _line("cmd-next|gap-shoes", state="neck"),
        _line("walking", state="paused"),
        _line("refer-dose", Sign.TOLD, state="choosing"),
        _line("refer-drug", Sign.DOUBT, state="done"),
    ]
    assert _of(label, *lines).moment is moment


def test_moments_come_as_often_as_their_lines() -> None:
    lines = [_line("walking", state="neck")] * 3 + [_line("walking", state="answer")]
    utterances = [Utterance("walking", False, "w01", "somebody", "so it is")] * 400
    found = of_utterances(utterances, lines, random.Random(1))  # noqa: S311 - reproducible, not secret
    assert {one.moment for one in found} == {Moment.GUIDING, Moment.ASKED}
    assert sum(one.moment is Moment.GUIDING for one in found) / len(found) == pytest.approx(0.75, abs=0.1)

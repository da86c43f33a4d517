"""What is decided from evidence and probabilities: every number of it changes some decision."""

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.command import Command
from skill.understanding.danger import Weighing, features
from skill.understanding.evidence import NOTHING, Evidence
from skill.understanding.meaning import (
    Asked,
    CommandGiven,
    Doubtful,
    Meaning,
    Referred,
    Unanswerable,
    Unheard,
    Urgent,
)
from skill.understanding.policy import THRESHOLDS, Thresholds, ordinary_meaning, red_flag, referral_beside_a_start
from skill.understanding.scores import LabelScores
from tests.understanding.numbers import NUMBERS

LABELS = (
    "walking",
    "bending",
    "gap-shoes",
    "refer-dose",
    "urgent-chest",
    "urgent-fever",
    "urgent-fall",
    "cmd-next",
    "talk-thanks",
    "off-topic",
)


def scores(**likely: float) -> LabelScores:
    """Scores of the labels named (`off_topic` for `off-topic`); unless it is named, walking has what is left."""
    named = {label.replace("_", "-"): probability for label, probability in likely.items()}
    rest = max(1 - sum(named.values()), 0)
    labels = dict.fromkeys((*LABELS, *named), 0.0) | {"walking": rest} | named
    return LabelScores(tuple(labels), labels.values())


def words(odds: float | None = None, pattern: bool = False, sure: bool = False) -> Evidence:
    """What the words say: that it is about the chest, if anything."""
    return Evidence("urgent-chest", odds, "urgent-chest" if pattern or sure else "", sure)


CHEST, FEVER = "urgent-chest", "urgent-fever"
SIGNS: dict[str, tuple[Evidence, LabelScores | None, Urgent | Doubtful | None]] = {
    # name: what the words say, what the encoder reads, and what is decided
    "the encoder alone": (NOTHING, scores(urgent_chest=0.37), Urgent(CHEST)),
    "the encoder in doubt": (NOTHING, scores(urgent_chest=0.36), Doubtful(CHEST)),
    "the encoder barely in doubt": (NOTHING, scores(urgent_chest=0.15), Doubtful(CHEST)),
    "the encoder calm": (NOTHING, scores(urgent_chest=0.145), None),
    "an encoder that is certain": (NOTHING, scores(urgent_chest=1.0), Urgent(CHEST)),
    "an encoder that is certain of nothing": (words(7, sure=True), scores(), None),
    "words": (words(4.6), scores(urgent_chest=0.1), Urgent(CHEST)),
    "weaker words": (words(4.4), scores(urgent_chest=0.1), Doubtful(CHEST)),
    "words against it": (words(-5.0), scores(urgent_chest=0.5), None),
    "words as certain as they can be": (words(8.0), scores(urgent_chest=0.01), Doubtful(CHEST)),
    "words more certain than that": (words(100.0), scores(urgent_chest=0.0215), Doubtful(CHEST)),
    "words against it as much as they can be": (words(-100.0), scores(urgent_chest=0.92), Urgent(CHEST)),
    "a pattern": (words(0.6, pattern=True), scores(urgent_chest=0.2), Urgent(CHEST)),
    "a pattern in weaker words": (words(0.5, pattern=True), scores(urgent_chest=0.2), Doubtful(CHEST)),
    "a sure pattern": (words(0.6, sure=True), scores(urgent_chest=0.0092), Urgent(CHEST)),
    "a sure pattern that is ruled out": (words(0.6, sure=True), scores(urgent_chest=0.0087), None),
    "most of two signs": (words(), scores(urgent_chest=0.29, urgent_fever=0.31), Urgent(FEVER)),
    "most of three": (NOTHING, scores(urgent_fever=0.31, urgent_chest=0.15, urgent_fall=0.14), Urgent(FEVER)),
    "most of none": (NOTHING, scores(urgent_fever=0.29, urgent_chest=0.15, urgent_fall=0.16), Urgent()),
    "what the words call it": (words(), scores(urgent_fever=0.29, urgent_chest=0.15, urgent_fall=0.16), Urgent(CHEST)),
    "a doubt between three": (
        NOTHING,
        scores(urgent_fever=0.09, urgent_chest=0.05, urgent_fall=0.06),
        Doubtful(FEVER),
    ),
    "a doubt that the words name": (
        words(),
        scores(urgent_fever=0.09, urgent_chest=0.05, urgent_fall=0.06),
        Doubtful(CHEST),
    ),
    "alarming words without an encoder": (Evidence(CHEST, -2.0, alarming=True), None, Urgent(CHEST)),
    "strong words that do not alarm, without one": (Evidence(CHEST, 7.0, CHEST, sure=True), None, None),
}
MEANINGS: dict[str, tuple[LabelScores, bool, Meaning]] = {
    # name: what the encoder reads, whether a stretch is under way, and what it means
    "answer": (scores(walking=0.51, off_topic=0.1), False, Asked(("walking",), ("bending",))),
    "unsure answer": (scores(walking=0.49, off_topic=0.1), False, Asked(("walking",), ("bending",), confident=False)),
    "two answers": (scores(walking=0.6, bending=0.061), False, Asked(("walking", "bending"))),
    "one answer": (scores(walking=0.6, bending=0.059), False, Asked(("walking",), ("bending",))),
    "no more than three others": (
        scores(walking=0.6, bending=0.05, sitting=0.04, lifting=0.03, lying=0.02),
        False,
        Asked(("walking",), ("bending", "sitting", "lifting")),
    ),
    "one of two": (
        scores(walking=0.29, bending=0.23),
        False,
        Asked(("walking", "bending"), confident=False, ambiguous=True),
    ),
    "one of two that nobody may have asked for": (
        scores(walking=0.26, bending=0.23, off_topic=0.3),
        False,
        Unanswerable(),
    ),
    "the likelier": (scores(walking=0.31, bending=0.2), False, Asked(("walking", "bending"), confident=False)),
    "not half as likely": (scores(walking=0.29, bending=0.14), False, Asked(("walking", "bending"), confident=False)),
    "referral": (scores(walking=0.3, refer_dose=0.4), False, Referred("refer-dose")),
    "command": (scores(walking=0.3, bending=0.15, cmd_next=0.46), False, CommandGiven(Command.NEXT)),
    "more of a question": (
        scores(walking=0.3, bending=0.17, cmd_next=0.46),
        False,
        Asked(("walking", "bending"), confident=False),
    ),
    "talk": (scores(walking=0.45, cmd_next=0.2, talk_greeting=0.3), False, CommandGiven(Command.GREETING)),
    "a command that is unclear": (scores(walking=0.2, talk_unclear=0.7), False, Unheard()),
    "a command that is gone": (scores(walking=0.2, cmd_gone=0.7), False, Unheard()),
    "gap": (scores(walking=0.3, gap_shoes=0.4), False, Unanswerable(gap="gap-shoes")),
    "other subject": (scores(walking=0.3, off_topic=0.4), False, Unanswerable(off_topic=True)),
    "a red flag is left to the sign": (scores(refer_dose=0.31, urgent_chest=0.69), False, Referred("refer-dose")),
    "not understood": (scores(walking=0.29, gap_shoes=0.2), False, Unheard()),
    "understood by its kind": (scores(walking=0.2, gap_shoes=0.16, gap_mat=0.15), False, Unanswerable(gap="gap-shoes")),
    "not understood in a stretch": (scores(walking=0.29, bending=0.28, gap_shoes=0.2), True, Unheard()),
    "pain in a stretch": (scores(talk_fine=0.6, cmd_hurts=0.26), True, CommandGiven(Command.HURTS)),
    "hardly pain in a stretch": (scores(talk_fine=0.6, cmd_hurts=0.24), True, CommandGiven(Command.FINE)),
    "no pain without a stretch": (scores(talk_fine=0.6, cmd_hurts=0.26), False, CommandGiven(Command.FINE)),
    "understood in a stretch": (
        scores(walking=0.31, bending=0.28),
        True,
        Asked(("walking", "bending"), confident=False),
    ),
}
BESIDE: dict[str, tuple[LabelScores, bool]] = {
    # name: what the encoder reads beside a start where the words name a dose, and whether that is told
    "beside a start": (scores(cmd_start=0.979, refer_dose=0.021), True),
    "hardly beside a start": (scores(cmd_start=0.981, refer_dose=0.019), False),
    "another decision beside a start": (scores(cmd_start=0.93, refer_dose=0.03, refer_age=0.04), False),
    "another command beside a start": (scores(cmd_start=0.67, cmd_ache=0.3, refer_dose=0.03), True),
}


def decided(numbers: Thresholds) -> dict[str, object]:
    """Every decision above with these numbers."""
    beside = {name: referral_beside_a_start("refer-dose", found, numbers) for name, (found, _) in BESIDE.items()}
    signs = {name: red_flag(evidence, found, numbers) for name, (evidence, found, _) in SIGNS.items()}
    return {**signs, **beside, **{name: ordinary_meaning(*row[:2], numbers) for name, row in MEANINGS.items()}}


EXPECTED: dict[str, object] = {name: row[-1] for name, row in (SIGNS | MEANINGS | BESIDE).items()}


@pytest.mark.parametrize("name", EXPECTED)
def test_decisions(name: str) -> None:
    assert decided(NUMBERS)[name] == EXPECTED[name]


def _changed() -> Iterator[tuple[str, Thresholds]]:
    """The numbers, each of them changed to nothing, to one and to its neighbours; those of the ranking have tests of
    their own (`test_index`)."""
    weights = {field.name: getattr(NUMBERS.weighing, field.name) for field in fields(Weighing)}
    thresholds = {
        field.name: getattr(NUMBERS, field.name)
        for field in fields(Thresholds)
        if field.type == "float" or field.type is float
    }
    for name, number in {**weights, **thresholds}.items():
        for other in (0.0, 1.0, number * 0.8, number * 1.25):
            changed = weights | thresholds | {name: other}
            weighing = Weighing(**{weight: changed[weight] for weight in weights})
            yield (
                f"{name} {other:.3}",
                replace(NUMBERS, weighing=weighing, **{threshold: changed[threshold] for threshold in thresholds}),
            )


@pytest.mark.parametrize("numbers", [pytest.param(numbers, id=name) for name, numbers in _changed()])
def test_a_number_that_is_changed_changes_a_decision(numbers: Thresholds) -> None:
    assert decided(numbers) != EXPECTED


def test_the_numbers_in_force_are_in_order() -> None:
    weighing = THRESHOLDS.weighing
    assert min(weighing.encoder, weighing.words, weighing.pattern, weighing.sure) >= 0
    assert 0 < THRESHOLDS.doubted_from <= THRESHOLDS.told_from < 1


def test_no_signal_is_endless() -> None:
    certain = features(1.0, words(float("inf"), sure=True))
    assert certain == pytest.approx((13.8155, 8.0, 1.0, 1.0), abs=1e-3)
    assert features(0.0, words(-float("inf"))) == pytest.approx((-13.8155, -8.0, 0.0, 0.0), abs=1e-3)


SHARE = st.floats(0, 1)
ODDS = st.floats(-20, 20)
WEIGHT = st.floats(0, 10)
EVIDENCE = st.builds(
    Evidence,
    flag=st.sampled_from(("", CHEST, "urgent-nowhere")),
    odds=st.none() | st.floats(),
    pattern=st.sampled_from(("", CHEST)),
    sure=st.booleans(),
    alarming=st.booleans(),
)
WEIGHINGS = st.builds(Weighing, WEIGHT, WEIGHT, WEIGHT, WEIGHT, st.floats(-10, 10))


@given(weighing=WEIGHINGS, evidence=EVIDENCE, chances=st.tuples(SHARE, SHARE), odds=st.tuples(ODDS, ODDS))
def test_danger_rises_with_each_signal(
    weighing: Weighing, evidence: Evidence, chances: tuple[float, float], odds: tuple[float, float]
) -> None:
    low, high = sorted(chances)
    weaker, stronger = sorted(odds)
    evidence = replace(evidence, odds=weaker)
    least = weighing.danger(low, evidence)
    assert 0 <= least <= weighing.danger(high, evidence) <= 1
    assert least <= weighing.danger(low, replace(evidence, odds=stronger))
    assert least <= weighing.danger(low, replace(evidence, pattern=CHEST))
    assert least <= weighing.danger(low, replace(evidence, sure=True))


LOUDNESS = {None: 0, Doubtful: 1, Urgent: 2}


def loudness(decision: Urgent | Doubtful | None) -> int:
    return LOUDNESS[type(decision) if decision else None]


@given(weighing=WEIGHINGS, evidence=EVIDENCE, chances=st.tuples(SHARE, SHARE), thresholds=st.tuples(SHARE, SHARE))
def test_a_higher_score_never_lowers_an_alarm(
    weighing: Weighing, evidence: Evidence, chances: tuple[float, float], thresholds: tuple[float, float]
) -> None:
    doubted, told = sorted(thresholds)
    numbers = replace(NUMBERS, weighing=weighing, told_from=told, doubted_from=doubted)
    calm, alarmed = (red_flag(evidence, scores(urgent_chest=chance), numbers) for chance in sorted(chances))
    assert loudness(calm) <= loudness(alarmed)


@given(evidence=EVIDENCE)
@pytest.mark.parametrize("found", [None, LabelScores(("walking", "off-topic"), (0.5, 0.5))], ids=["none", "no flags"])
def test_where_no_encoder_knows_red_flags_the_words_decide(found: LabelScores | None, evidence: Evidence) -> None:
    assert red_flag(evidence, found, THRESHOLDS) == (Urgent(evidence.flag) if evidence.alarming else None)


@given(
    evidence=EVIDENCE,
    probabilities=st.lists(SHARE, min_size=len(LABELS), max_size=len(LABELS)),
    guiding=st.booleans(),
)
def test_anything_is_decided(evidence: Evidence, probabilities: list[float], guiding: bool) -> None:
    found = LabelScores(LABELS, probabilities)
    assert isinstance(red_flag(evidence, found, THRESHOLDS), Urgent | Doubtful | None)
    assert isinstance(ordinary_meaning(found, guiding, THRESHOLDS), Meaning)

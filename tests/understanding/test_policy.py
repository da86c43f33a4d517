"""What is decided from evidence and probabilities: every number of it changes some decision."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.command import Command
from skill.understanding.evidence import CERTAIN, Evidence, Source
from skill.understanding.meaning import Asked, CommandGiven, Meaning, Referred, Unanswerable, Unheard, Urgent
from skill.understanding.policy import THRESHOLDS, Thresholds, ordinary_meaning, red_flag
from skill.understanding.referral_roles import ReferralRoles
from skill.understanding.scores import LabelScores, in_context

LABELS = ("walking", "bending", "gap-shoes", "refer-dose", "refer-symptom", "urgent-chest", "cmd-next", "off-topic")
ROLES = ReferralRoles(common_symptoms=frozenset({"refer-symptom"}))
PROBABILITIES = st.lists(st.floats(0.001, 1), min_size=len(LABELS), max_size=len(LABELS))


def scores(**likely: float) -> LabelScores:
    """Scores of the labels named (`off_topic` for `off-topic`); what is left is shared by a statement of no name."""
    named = {label.replace("_", "-"): probability for label, probability in likely.items()}
    rest = max(1 - sum(named.values()), 0)
    labels = dict.fromkeys((*LABELS, *named), 0.0) | named
    if "walking" not in named:
        labels["walking"] = rest
    return LabelScores(tuple(labels), labels.values(), ROLES)


@given(probabilities=PROBABILITIES, guiding=st.booleans(), odds=st.floats(0, 1e6))
def test_words_only_ever_speak_for_another_subject(probabilities: list[float], guiding: bool, odds: float) -> None:
    found = in_context(LABELS, probabilities, guiding, odds)
    unaided = in_context(LABELS, probabilities, guiding, 1)
    assert sum(found.values()) == pytest.approx(1)
    for label in LABELS[:-1]:
        now, before = (one["off-topic"] / one[label] for one in (found, unaided))
        assert now == pytest.approx(before * min(max(odds, 1), 5))


@given(probabilities=PROBABILITIES, strength=st.one_of(st.none(), st.just(CERTAIN), st.floats(-2.5, 10)))
def test_evidence_never_speaks_against_an_alarm(probabilities: list[float], strength: float | None) -> None:
    found = in_context(LABELS, probabilities, False, 1)
    evidence = None if strength is None else Evidence("urgent-chest", strength, Source.WORDS)
    assert red_flag(evidence, found, False, THRESHOLDS) or not red_flag(None, found, False, THRESHOLDS)


def told(strength: float) -> Evidence:
    return Evidence("urgent-chest", strength, Source.WORDS)


UNSURE = Asked(("walking",), ("bending",), sure=False)
TORN = Asked(("walking", "bending"), sure=False, torn=True)
DECISIONS = {
    # name: evidence of the words, scores, a wish beside it, and what is decided
    "alarm": (None, scores(urgent_chest=0.13), False, Urgent()),
    "no alarm": (None, scores(urgent_chest=0.11), False, None),
    "named alarm": (None, scores(urgent_chest=0.51), False, Urgent("urgent-chest")),
    "unnamed alarm": (None, scores(urgent_chest=0.49), False, Urgent()),
    "alarm beside a wish": (None, scores(urgent_chest=0.51), True, Urgent("urgent-chest")),
    "no alarm beside a wish": (None, scores(urgent_chest=0.49), True, None),
    "alarm beside a symptom": (None, scores(urgent_chest=0.16, refer_symptom=0.51), False, Urgent()),
    "no alarm beside a symptom": (None, scores(urgent_chest=0.14, refer_symptom=0.51), False, None),
    "alarm beside less of a symptom": (None, scores(urgent_chest=0.14, refer_symptom=0.49), False, Urgent()),
    "no alarm beside another subject": (None, scores(urgent_chest=0.14, off_topic=0.51), False, None),
    "alarm beside less of another subject": (None, scores(urgent_chest=0.14, off_topic=0.49), False, Urgent()),
    "words": (told(0.0), scores(urgent_chest=0.011), False, Urgent("urgent-chest")),
    "words ruled out": (told(0.0), scores(urgent_chest=0.009), False, None),
    "words supported beside a command": (
        told(0.0),
        scores(urgent_chest=0.031, cmd_next=0.9),
        False,
        Urgent("urgent-chest"),
    ),
    "words unsupported beside a command": (told(0.0), scores(urgent_chest=0.029, cmd_next=0.9), False, None),
    "weak words": (told(-1.1), scores(urgent_chest=0.11), False, None),
    "words not so weak": (told(-0.9), scores(urgent_chest=0.11), False, Urgent("urgent-chest")),
    "sure words": (told(CERTAIN), scores(urgent_chest=0.011, cmd_next=0.98), False, Urgent("urgent-chest")),
    "words without an encoder": (told(-2), None, False, Urgent("urgent-chest")),
}
MEANINGS: dict[str, tuple[LabelScores, bool, bool, Meaning]] = {
    # name: scores, whether a stretch is under way, whether one is named, and what it means
    "answer": (scores(walking=0.51, off_topic=0.1), False, False, Asked(("walking",), ("bending",))),
    "unsure answer": (scores(walking=0.49, off_topic=0.1), False, False, UNSURE),
    "two answers": (scores(walking=0.6, bending=0.061), False, False, Asked(("walking", "bending"))),
    "one answer": (scores(walking=0.6, bending=0.059), False, False, Asked(("walking",), ("bending",))),
    "one of two": (scores(walking=0.29, bending=0.2), False, False, TORN),
    "the likelier": (scores(walking=0.31, bending=0.2), False, False, Asked(("walking", "bending"), sure=False)),
    "referral": (scores(walking=0.3, refer_dose=0.4), False, False, Referred("refer-dose")),
    "command": (scores(walking=0.3, cmd_next=0.51), False, False, CommandGiven(Command.NEXT)),
    "no command": (scores(walking=0.3, cmd_next=0.49), False, False, Unanswerable()),
    "command with a stretch named": (scores(walking=0.3, cmd_next=0.49), False, True, CommandGiven(Command.NEXT)),
    "gap": (scores(walking=0.3, gap_shoes=0.4), False, False, Unanswerable(gap="gap-shoes")),
    "other subject": (scores(walking=0.3, off_topic=0.4), False, False, Unanswerable(off_topic=True)),
    "not understood": (scores(walking=0.29, bending=0.28, gap_shoes=0.2), True, False, Unheard()),
    "understood": (scores(walking=0.31, bending=0.28), True, False, Asked(("walking", "bending"), sure=False)),
}


def decided(numbers: Thresholds) -> dict[str, object]:
    """Every decision above with these numbers."""
    flags = {name: red_flag(words, found, wished, numbers) for name, (words, found, wished, _) in DECISIONS.items()}
    meanings = {
        name: ordinary_meaning(found, guiding, named, numbers) for name, (found, guiding, named, _) in MEANINGS.items()
    }
    return {**flags, **meanings}


EXPECTED: dict[str, object] = {
    **{name: row[-1] for name, row in DECISIONS.items()},
    **{name: row[-1] for name, row in MEANINGS.items()},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_decisions(name: str) -> None:
    assert decided(THRESHOLDS)[name] == EXPECTED[name]


@pytest.mark.parametrize("number", [field.name for field in fields(Thresholds)])
@pytest.mark.parametrize("factor", [0.7, 1.4])
def test_a_number_that_is_changed_changes_a_decision(number: str, factor: float) -> None:
    changed = replace(THRESHOLDS, **{number: getattr(THRESHOLDS, number) * factor})
    assert decided(changed) != EXPECTED

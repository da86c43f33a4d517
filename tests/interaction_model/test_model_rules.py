"""Every locale's model keeps every rule, and every rule finds what breaks it."""

from collections.abc import Callable

import pytest

from tests.interaction_model import model_rules as rules
from tests.interaction_model.files import LOCALES, Json, Model, locales, manifest, model


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("rule", rules.RULES)
def test_rules(rule: rules.Rule, locale: str) -> None:
    assert list(rule(model(locale))) == []


def test_one_file_a_locale_all_of_one_shape() -> None:
    assert locales() == sorted(LOCALES)
    assert set(manifest()["manifest"]["publishingInformation"]["locales"]) == set(LOCALES)
    shapes = [rules.shape(model(locale)) for locale in LOCALES]
    assert all(one == shapes[0] for one in shapes)


Spoil = Callable[[Model], object]


def own(spoilt: Model) -> Json:
    """An intent of our own with slots."""
    return next(one for one in spoilt.own if one.get("slots"))


def named(name: str) -> Spoil:
    return lambda spoilt: spoilt.language.update(invocationName=name)


def sampled(text: str) -> Spoil:
    return lambda spoilt: own(spoilt)["samples"].append(text)


def intent(name: str, *samples: str, slots: tuple[tuple[str, str], ...] = ()) -> Spoil:
    declared = [{"name": slot, "type": kind} for slot, kind in slots]
    made = {"name": name, "samples": list(samples), "slots": declared}
    return lambda spoilt: spoilt.intents.append(made)


def value(kind: int, **fields: object) -> Spoil:
    return lambda spoilt: spoilt.types[kind]["values"].append({"id": "new", "name": {"value": "new"}} | fields)


def without(name: str) -> Spoil:
    return lambda spoilt: spoilt.intents.remove(next(i for i in spoilt.intents if i["name"] == name))


BROKEN: list[tuple[rules.Rule, Spoil]] = [
    (rules.m0_keys, lambda spoilt: own(spoilt).update(sample=[])),
    (rules.m0_keys, lambda spoilt: own(spoilt).update(samples="text")),
    (rules.m1_sizes, lambda spoilt: spoilt.intents.extend([own(spoilt)] * 250)),
    (rules.m2_values, value(0, name={"value": "x" * 141})),
    (rules.m2_values, value(0, name={"value": "fine", "synonyms": [""]})),
    (rules.m3_samples, sampled("x" * 201)),
    (rules.i1_length, named("a" * 51)),
    (rules.i2_letters, named("back coach 2")),
    (rules.i2_letters, named("Back coach")),
    (rules.i3_words, named("backcoach")),
    (rules.i3_words, named("the back")),
    (rules.i4_reserved, named("open back coach")),
    (rules.i4_reserved, named("echo back coach")),
    (rules.i5_general, named("workout coach")),
    (rules.i6_same, named("other coach")),
    (rules.n1_names, intent("Next2Intent", "x")),
    (rules.n1_names, intent("Next__Intent", "x")),
    (rules.n1_names, intent("_NextIntent", "x")),
    (rules.n2_types, intent("AIntent", "go {thing}", slots=(("thing", "NO_SUCH"),))),
    (rules.n2_types, intent("AIntent", "go {minutes}", slots=(("minutes", "STRETCH"),))),
    (rules.n3_one_name, intent("NextStepIntent", "x")),
    (rules.n3_one_name, intent("minutes", "x")),
    (rules.t1_ids, value(1, id="has space")),
    (rules.t1_ids, lambda spoilt: spoilt.types[1]["values"].append(spoilt.types[1]["values"][0])),
    (rules.t2_synonyms, lambda spoilt: value(1, name=dict(spoilt.types[1]["values"][0]["name"]))(spoilt)),
    (rules.u1_duplicates, lambda spoilt: intent("AIntent", own(spoilt)["samples"][0].upper())(spoilt)),
    (rules.u1_slots, sampled("do {nothing}")),
    (rules.u1_slots, sampled("do{minutes}")),
    (rules.u1_slots, intent("AIntent", "x", slots=(("minutes", "AMAZON.NUMBER"),))),
    (rules.u2_letters, sampled("two 2")),
    (rules.u2_letters, sampled("really?")),
    (rules.u2_letters, sampled("this/that")),
    (rules.u3_slot_alone, intent("AIntent", "{minutes}", slots=(("minutes", "AMAZON.NUMBER"),))),
    (rules.u4_launching, sampled("alexa do it")),
    (rules.u4_launching, sampled("please open back coach")),
    (rules.q1_phrases, intent("AIntent", "{query}", slots=(("query", "AMAZON.SearchQuery"),))),
    (
        rules.q1_phrases,
        intent("AIntent", "{query} in {minutes}", slots=(("query", "AMAZON.SearchQuery"), ("minutes", "X"))),
    ),
    (rules.q3_open_questions, lambda spoilt: spoilt.types[0]["values"].clear()),
    (rules.b1_required, without("AMAZON.NavigateHomeIntent")),
    (rules.b1_required, without("AMAZON.RepeatIntent")),
    (rules.b2_own, intent("AIntent")),
    (rules.b3_builtins_alone, intent("AMAZON.MoreIntent", "more")),
    (rules.f1_fallback, lambda spoilt: spoilt.language.pop("modelConfiguration")),
    (rules.d1_no_dialog, lambda spoilt: spoilt.content["interactionModel"].update(dialog={})),
]


@pytest.mark.parametrize(("rule", "spoil"), BROKEN)
def test_every_rule_finds_what_breaks_it(rule: rules.Rule, spoil: Spoil) -> None:
    spoilt = model()
    spoil(spoilt)
    assert list(rule(spoilt))


def test_a_file_that_is_too_large() -> None:
    assert list(rules.m1_sizes(Model("en-US", model().content, 1_500_001)))


def test_no_rule_goes_untried() -> None:
    assert {rule for rule, _ in BROKEN} == set(rules.RULES)

"""What certification testers do: example phrases cold, every intent with its slots missing or off the list."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope

from deployment.target import ROOT
from simulator.protocol.lint import lint
from skill.alexa.serializer import EnvelopeSerializer
from skill.entry.assembly import assemble
from tests.deployment.events import event
from tests.interaction_model.files import LOCALES, Json, Model, manifest, model, text_of

ANSWERS = {"launch", "answer", "routine"}
"""What an example phrase may come to: what it asked for, and neither an apology nor a question back."""
CODES = ("ER_SUCCESS_NO_MATCH", "ER_ERROR_TIMEOUT", "ER_ERROR_EXCEPTION", "ER_SOMETHING_NEW")


def phrases() -> list[tuple[str, str]]:
    entries = manifest()["manifest"]["publishingInformation"]["locales"]
    return [(locale, phrase) for locale in LOCALES for phrase in entries[locale]["examplePhrases"]]


def spoken_request(phrase: str) -> str:
    """What is left of "Alexa, ask back coach to …" for a sample to match."""
    left = re.sub(r"^Alexa, (open|ask) back coach", "", phrase).strip()
    return re.sub(r"^(to|for|about) ", "", left)


def matches(request: str, of: Model) -> bool:
    """X3: whether the request is a sample, its slots filled with values of their types."""
    values: dict[str, list[str]] = {}
    for kind, _, text in of.texts():
        values.setdefault(kind["name"], []).append(re.escape(text.lower()))
    for intent, sample in of.samples():
        types = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        parts = re.split(r"\{(\w+)\}", sample)
        pattern = "".join(
            f"(?:{'|'.join(values.get(types[part], ['[a-z ]+']))})" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        )
        if re.fullmatch(pattern, request):
            return True
    return False


@pytest.mark.parametrize("phrase", sorted({phrase for _, phrase in phrases()}))
def test_an_example_phrase_is_a_sample(phrase: str) -> None:
    request = spoken_request(phrase)
    different = {text_of(locale): locale for locale in LOCALES}.values()
    assert not request or all(matches(request, model(locale)) for locale in different)


def test_a_phrase_that_is_no_sample_is_found() -> None:
    assert not matches("juggle with my spine", model())


@pytest.fixture(scope="module")
def cold() -> list[tuple[str, Json]]:
    """Each phrase, sent by a new user as the first thing they say."""
    lines = [
        json.dumps({"id": f"{locale}: {phrase}", "locale": locale, "turns": [phrase]}) for locale, phrase in phrases()
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "simulator", "batch"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    results = [json.loads(line) for line in ran.stdout.splitlines()]
    return [(one["id"], one["turns"][0]) for one in results]


def test_example_phrases_answer_when_sent_cold(cold: list[tuple[str, Json]]) -> None:
    assert len(cold) == len(phrases())
    for phrase, entry in cold:
        assert entry["outcome"] in ANSWERS, (phrase, entry["speech"])
        assert entry["error"] is None
        assert (entry["outcome"] == "launch") == (", open" in phrase)
        # Open exactly when it asks; the answer to a question asked cold is the answer, and closes.
        assert entry["session_open"] == (entry["outcome"] != "answer")


def test_the_first_visit_hears_that_it_is_no_medical_advice(cold: list[tuple[str, Json]]) -> None:
    """H4: in the store text, and spoken too."""
    for phrase, entry in cold:
        assert "not medical advice" in entry["speech"], phrase


@cache
def skill() -> CustomSkill:
    return assemble(None)


READER = EnvelopeSerializer()


def answered(intent: str, slots: Json, attributes: Json, locale: str = "en-US") -> Json:
    """The answer to an intent in a session under way. Breaking a rule of the platform is a failure."""
    content = event({"type": "IntentRequest", "locale": locale, "intent": {"name": intent, "slots": slots}})
    content["session"] |= {"new": False, "attributes": attributes}
    response = READER.serialize(skill().invoke(READER.read(content, RequestEnvelope), None))
    plain: Json = json.loads(json.dumps(response))
    assert [one for one in lint(content, plain) if one.level == "error"] == []
    return plain


@cache
def states() -> dict[str, str]:
    """Session attributes, as JSON, of the situations that somebody can be in."""
    start = {"stretch": {"name": "stretch", "value": "neck stretch"}}
    placing = answered("StartRoutineIntent", start, {})["sessionAttributes"]
    moving = answered("ReadyIntent", {}, placing)["sessionAttributes"]
    paused = answered("AMAZON.PauseIntent", {}, moving)["sessionAttributes"]
    question = {"question": {"name": "question", "value": "why does walking help my back"}}
    asked = answered("AskQuestionIntent", question, {})["sessionAttributes"]
    choosing = answered("ListRoutinesIntent", {}, {})["sessionAttributes"]
    found = {"fresh": {}, "placing": placing, "moving": moving, "paused": paused, "answered": asked}
    return {name: json.dumps(value) for name, value in (found | {"choosing": choosing}).items()}


def fillings(slots: list[Json]) -> Iterator[Json]:
    """Nothing, empty, blank, off the list, and every word that entity resolution may say about it."""
    yield {}
    yield {slot["name"]: None for slot in slots}
    for value in (None, "", " ", "?", "a purple giraffe", "<speak> & \"'"):
        yield {slot["name"]: {"name": slot["name"], "value": value} for slot in slots}
    for code in CODES:
        resolution = {"authority": "a", "status": {"code": code}, "values": []}
        resolved = {"resolutionsPerAuthority": [resolution]}
        yield {slot["name"]: {"name": slot["name"], "value": "giraffe", "resolutions": resolved} for slot in slots}


@pytest.mark.parametrize("intent", [one["name"] for one in model().intents])
def test_every_intent_is_answered_in_every_state_whatever_is_in_its_slots(intent: str) -> None:
    (declared,) = (one for one in model().intents if one["name"] == intent)
    slots = declared.get("slots", [])
    for state, attributes in states().items():
        for filled in fillings(slots) if slots else ({},):
            answer = answered(intent, filled, json.loads(attributes))
            assert answer["sessionAttributes"]["outcome"] != "fault", (state, filled)


def test_red_flags_close_and_name_the_number_of_the_country() -> None:
    """H5: stop, seek care, no stretch."""
    numbers = {"en-US": "9 1 1", "en-GB": "9 9 9", "en-AU": "0 0 0", "en-CA": "9 1 1", "en-IN": "1 1 2"}
    for locale, number in numbers.items():
        answer = answered("RedFlagIntent", {}, {}, locale)["response"]
        spoken = answer["outputSpeech"]["ssml"]
        assert number.replace(" ", "") in re.sub(r"[^0-9]", "", spoken), locale
        assert answer["shouldEndSession"] is True


def test_an_intent_without_words_names_the_line_of_its_tier() -> None:
    lines = {"en-US": "988", "en-GB": "116123", "en-AU": "131114", "en-CA": "988", "en-IN": "14416"}
    for locale, number in lines.items():
        crisis = answered("CrisisIntent", {}, {}, locale)["response"]["outputSpeech"]["ssml"]
        assert number in re.sub(r"[^0-9]", "", crisis), locale
    poison = answered("PoisonIntent", {}, {}, "en-US")["response"]["outputSpeech"]["ssml"]
    assert "18002221222" in re.sub(r"[^0-9]", "", poison)
    same_day = answered("SameDayFlagIntent", {}, {}, "en-US")["response"]["outputSpeech"]["ssml"]
    assert "See a doctor today" in same_day


def test_nothing_claims_to_cure_or_doses() -> None:
    """H3, in what is spoken."""
    compiled = (ROOT / "speech/compiled/templates.json").read_text(encoding="utf-8")
    assert not re.findall(r"(?i)\b(?:guarantee[ds]?|clinically proven|milligrams?|\d+ ?mg)\b", compiled)


def test_no_slot_asks_about_anybodys_health() -> None:
    """H2: what the skill takes in is stretches, parts of the body, positions, things at hand, counts and questions."""
    taken = {slot["name"] for _, slot in model().slots()}
    assert taken == {"question", "stretch", "body_part", "position", "equipment", "minutes", "number"}

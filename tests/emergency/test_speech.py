"""The lines written down beforehand say what the templates say, in every locale."""

import pytest

from skill.content.model import Tier
from skill.emergency import compiled
from skill.emergency.speech import line
from skill.emergency.wording import urgent_speech
from skill.entry.assembly import SPEECH
from skill.speech.voice import Voices

VOICES = Voices.load(SPEECH / "compiled")
NUMBERS = {"en-US": "911", "en-GB": "999", "en-AU": "000", "en-CA": "911", "en-IN": "112", "en-NZ": "your local"}


@pytest.mark.parametrize("locale", VOICES.locales)
@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("asked", [False, True])
def test_a_line_is_what_the_templates_say(locale: str, tier: Tier, asked: bool) -> None:
    said = line(locale, tier, asked)
    assert said == str(urgent_speech(VOICES.voice(locale), tier, asked=asked))


@pytest.mark.parametrize(("locale", "number"), NUMBERS.items())
def test_every_line_names_the_number_of_the_country(locale: str, number: str) -> None:
    for tier in Tier:
        assert number in line(locale, tier)
    assert number in line(locale, "out of order")


@pytest.mark.parametrize("tier", Tier)
def test_who_asks_for_a_call_hears_that_the_skill_cannot_make_it(tier: Tier) -> None:
    asked = line("en-US", tier, asked=True)
    assert "I can't make that call" in asked or "I can't call" in asked


def test_no_locale_lacks_a_line() -> None:
    assert {frozenset(lines) for lines in compiled.SPEECH.values()} == {frozenset(compiled.SPEECH["other"])}

"""What is said to an emergency, or to what may be one, from the templates.

The handler says it; of an emergency, the compiler writes it down beforehand.
"""

from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from skill.content.model import Tier

_TEMPLATES = {
    Tier.NOW: "urgent.now",
    Tier.SAME_DAY: "urgent.same_day",
    Tier.CRISIS: "urgent.crisis",
    Tier.POISON: "urgent.poison",
}
_DOUBTS = {
    Tier.NOW: "doubt.now",
    Tier.SAME_DAY: "doubt.same_day",
    Tier.CRISIS: "doubt.crisis",
    Tier.POISON: "doubt.poison",
}


class PromptSpeaker(Protocol):
    """What says templates and telephone numbers in one locale: `skill.speech.voice.Voice`."""

    def say(self, name: str, /, **values: object) -> Markup:
        """A template put together."""

    def telephone(self, kind: str) -> object | None:
        """The locale's number of a kind."""

    def emergency(self) -> Markup:
        """Whom to call in an emergency."""


@dataclass(frozen=True)
class DoubtSpeech:
    """What is said while a sign is in doubt."""

    where: Markup
    """Where to go if it is that sign."""
    question: Markup
    """Whether it is."""
    again: Markup
    """Both in one line, for whoever has heard them."""


def doubt_speech(voice: PromptSpeaker, tier: Tier, sign: Markup | str = "") -> DoubtSpeech:
    """Where to go if it is that sign, and the question whether it is.

    Args:
        voice: speaks in the listener's locale.
        tier: how fast to go.
        sign: the sign in doubt, as it is named aloud; empty if it is not certain which.
    """
    name = _DOUBTS[tier] if sign else "doubt.unnamed"
    numbers = {kind: voice.telephone(kind) for kind in ("emergency", "advice", "crisis", "poison")}
    return DoubtSpeech(
        where=voice.say(name, sign=sign, call=voice.emergency(), **numbers),
        question=voice.say(f"{name}_ask"),
        again=voice.say(f"{name}_again", sign=sign, call=voice.emergency(), **numbers),
    )


def urgent_speech(voice: PromptSpeaker, tier: Tier, sign: Markup | str = "", asked: bool = False) -> Markup:
    """Where to go, and how fast.

    Args:
        voice: speaks in the listener's locale.
        tier: how fast.
        sign: the sign that was told, as it is named aloud; empty if it is not certain which.
        asked: whether a call was asked for, which a skill cannot make.
    """
    suffix = "_same_day" if tier is Tier.SAME_DAY else ""
    if asked:
        what = voice.say("urgent.asked")
    elif sign:
        what = voice.say(f"urgent.sign{suffix}", sign=sign)
    else:
        what = voice.say(f"urgent.unnamed{suffix}")
    return voice.say(
        _TEMPLATES[tier],
        what=what,
        asked=asked,
        call=voice.emergency(),
        advice=voice.telephone("advice"),
        crisis=voice.telephone("crisis"),
        poison=voice.telephone("poison"),
    )

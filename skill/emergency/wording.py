"""What is said to an emergency, from the templates: the handler says it, and the compiler writes it down beforehand."""

from typing import Protocol

from markupsafe import Markup

from skill.content.model import Tier

_TEMPLATES = {
    Tier.NOW: "urgent.now",
    Tier.SAME_DAY: "urgent.same_day",
    Tier.CRISIS: "urgent.crisis",
    Tier.POISON: "urgent.poison",
}


class Speaker(Protocol):
    """What says templates and telephone numbers in one locale: `skill.speech.voice.Voice`."""

    def say(self, name: str, /, **values: object) -> Markup:
        """A template put together."""

    def telephone(self, kind: str) -> object | None:
        """The locale's number of a kind."""

    def emergency(self) -> Markup:
        """Whom to call in an emergency."""


def urgent_speech(voice: Speaker, tier: Tier, sign: Markup | str = "", asked: bool = False) -> Markup:
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

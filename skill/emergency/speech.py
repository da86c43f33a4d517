"""The lines of the emergency line, as they were written down when the document was compiled."""

from skill.content.model import Tier
from skill.emergency import compiled

ELSEWHERE = "other"
"""The locale whose words serve wherever we know no numbers."""


def line(locale: str, kind: Tier | str, asked: bool = False) -> str:
    """SSML without its root: what to say to an emergency of a tier, or the apology of that name.

    Args:
        locale: the listener's, as Alexa names it; an unknown one names no number.
        kind: how fast, or "fault", "fault reprompt" or "out of order".
        asked: whether a call was asked for.
    """
    lines = compiled.SPEECH.get(locale) or compiled.SPEECH[ELSEWHERE]
    return lines[f"{kind} asked" if asked else str(kind)]

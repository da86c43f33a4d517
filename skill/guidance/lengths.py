"""How to say how long a routine takes."""

from markupsafe import Markup

from skill.speech.voice import Voice

ANSWER_SECONDS = 3
"""What a listener takes to say "next" after each turn."""


def half_minutes(seconds: float) -> int:
    """As many half minutes as one says that it takes."""
    return max(round(seconds / 30), 1)


def say_length(voice: Voice, seconds: float) -> Markup:
    """Seconds as one says them: rounded to half minutes, never below half a minute."""
    minutes, half = divmod(half_minutes(seconds), 2)
    if minutes == 0:
        return voice.say("length.half_minute")
    if half:
        one = "length.minute_and_half" if minutes == 1 else "length.minutes_and_half"
        return voice.say(one, number=voice.count(minutes))
    if minutes == 1:
        return voice.say("length.minute")
    return voice.say("length.minutes", number=voice.count(minutes))

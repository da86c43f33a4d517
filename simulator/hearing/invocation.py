"""How a skill is called by its name: "open" and the name, "ask", the name and "why walking helps"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from simulator.hearing.builtins import builtins
from simulator.hearing.words import spoken


@dataclass(frozen=True)
class Launch:
    """An utterance that names the skill."""

    requests: tuple[str, ...]
    """Ways to read the request, best first; empty if the skill is merely opened.

    A connecting word ("to", "about") is no part of the request, yet a sample may begin with it; so
    the second reading, if there is one, keeps it. Words that belong to a question (why, if,
    whether) are never taken away.
    """


def without_wake_word(words: str) -> str:
    """Return `words` without the wake word at the front."""
    remaining = words.split()
    while remaining and remaining[0] in builtins().wake_words:
        del remaining[0]
    return " ".join(remaining)


def read_launch(words: str, name: str, *, in_session: bool = False) -> Launch | None:
    """Return how `words` (spoken form) call the skill `name`, or None if they do not.

    Inside a session the microphone belongs to the skill, so only phrases that begin with a verb and
    the name, or are the name alone, leave it: "what can I do with" the name is a question there.
    Outside, somebody may hesitate and begin again: "open the back, open, uh, back coach".
    """
    words = words if in_session else _begun_once(words, name)
    forms = _forms(name)
    if forms.opening.fullmatch(words):
        return Launch(())
    if found := forms.verb_first.fullmatch(words):
        return Launch(_readings(found["request"]))
    if in_session:
        return None
    if found := forms.name_first.fullmatch(words):
        return Launch(_readings(found["request"]))
    if found := forms.name_last.fullmatch(words):
        return Launch((found["request"],))
    return None


def asked_of(words: str, name: str) -> str:
    """Return what to say to ask `words` of the skill `name`: they themselves, where they name it."""
    named = read_launch(without_wake_word(spoken(words)), name) is not None
    return words if named else f"ask {name} {words}"


def ends_session(words: str, name: str) -> bool:
    """Tell whether `words` are one of those that end a session without an intent ("exit")."""
    return words in {form.replace("{name}", name) for form in builtins().session_enders}


@dataclass(frozen=True)
class _Forms:
    opening: re.Pattern[str]
    verb_first: re.Pattern[str]
    name_first: re.Pattern[str]
    name_last: re.Pattern[str]


@cache
def _forms(name: str) -> _Forms:
    data = builtins().launch
    openers = f"(?:{_any(data.openers)} )*"
    verbs = _any((*data.opening_verbs, *data.asking_verbs))
    called = f"(?:(?:the|my) )?{re.escape(name)}(?: {_any(data.name_endings)})?"
    return _Forms(
        opening=re.compile(f"(?:{openers}{verbs} )?{called}(?: please)?"),
        verb_first=re.compile(f"{openers}{verbs} {called} (?P<request>.+)"),
        name_first=re.compile(f"{re.escape(name)} (?P<request>.+)"),
        name_last=re.compile(f"(?P<request>.+) {_any(data.connecting_before_name)} {called}"),
    )


def _begun_once(words: str, name: str) -> str:
    """`words` without hesitations, from where they begin to call for the last time.

    Nothing but words of such a call may stand before that.
    """
    data = builtins().launch
    said = [word for word in without_wake_word(words).split() if word not in data.hesitations]
    verbs = (*data.opening_verbs, *data.asking_verbs)
    calling = {"the", "my", *name.split(), *builtins().wake_words}
    calling.update(word for verb in (*verbs, *data.openers) for word in verb.split())
    begun = 0
    for place in range(1, len(said)):
        if said[place - 1] not in calling or f" {' '.join(said[:place])} ".endswith(f" {name} "):
            break
        if said[place] in verbs:
            begun = place
    return " ".join(said[begun:])


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in words)})"


def _readings(request: str) -> tuple[str, ...]:
    first, _, rest = request.partition(" ")
    if rest and first in builtins().launch.connecting_after_name:
        return (rest, request)
    return (request,)

"""Amazon's own part of recognition, kept as data beside this file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class LaunchWords:
    """The words Alexa itself understands around a skill's name."""

    openers: tuple[str, ...]
    """Politeness before the phrase ("can you")."""
    hesitations: tuple[str, ...]
    """Sounds of somebody who looks for a word, which a recogniser leaves out ("uh")."""
    opening_verbs: tuple[str, ...]
    """Verbs that open a skill ("open")."""
    asking_verbs: tuple[str, ...]
    """Verbs that pass a request on ("ask")."""
    connecting_after_name: tuple[str, ...]
    """Words between name and request that are no part of the request ("to")."""
    connecting_before_name: tuple[str, ...]
    """Words between request and name ("with")."""
    name_endings: tuple[str, ...]
    """Words that may follow the name ("skill")."""


@dataclass(frozen=True)
class Builtins:
    """What Amazon recognises without any sample of the skill's."""

    utterances: dict[str, tuple[str, ...]]
    """What each built-in intent answers to."""
    answered_by_alexa: frozenset[str]
    """Built-in intents that never reach the skill."""
    session_enders: tuple[str, ...]
    """What ends a session without an intent; {name} is the skill's."""
    wake_words: frozenset[str]
    """Words dropped from the front of an utterance."""
    launch: LaunchWords
    """How a skill is named."""


@cache
def builtins() -> Builtins:
    """Return the data of builtins.json."""
    content = json.loads(Path(__file__).with_name("builtins.json").read_text(encoding="utf-8"))
    return Builtins(
        utterances={name: tuple(said) for name, said in content["utterances"].items()},
        answered_by_alexa=frozenset(content["answered_by_alexa"]),
        session_enders=tuple(content["session_enders"]),
        wake_words=frozenset(content["wake_words"]),
        launch=LaunchWords(**{name: tuple(said) for name, said in content["launch"].items()}),
    )

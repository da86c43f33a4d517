"""Says sentences to the skill of a bundle, through the simulated device, each to a skill that was just opened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from authoring.command_line.bundle import Bundle
from authoring.command_line.running import answer


@dataclass(frozen=True)
class Reply:
    """What the skill made of a sentence."""

    outcome: str
    """Its own name for what it did; `none` if it did nothing."""
    statements: tuple[str, ...]
    """Ids of the statements spoken, the main one first."""
    choices: tuple[str, ...]
    """Ids that the listener may choose from."""
    speech: str
    """What was heard."""
    closed: bool
    """Whether the session is closed."""

    @property
    def what(self) -> str:
        """The same in a few words, for whoever mends a document."""
        return " ".join((self.outcome, *(f"'{name}'" for name in self.statements[:1] or self.choices)))


def ask(bundle: Bundle, sentences: Sequence[str], locale: str) -> list[Reply]:
    """The replies to `sentences`, in order.

    Raises:
        subprocess.CalledProcessError: the skill does not run.
    """
    lines = [
        json.dumps({"id": number, "turns": [f"open {bundle.folders.properties.invocation_name}", words]})
        for number, words in enumerate(sentences)
    ]
    written = answer(
        bundle, "simulator", "batch", "--project", str(bundle.root), "--locale", locale, given="\n".join(lines) + "\n"
    )
    return [_reply(json.loads(line)) for line in written.splitlines()]


def _reply(result: dict[str, Any]) -> Reply:
    last = result["turns"][-1]
    return Reply(
        outcome=last["outcome"] or last["intent"] or "none",
        statements=tuple(last["statements"] or ()),
        choices=tuple(last["choices"] or ()),
        speech=last["speech"] or "",
        closed=not last["session_open"],
    )

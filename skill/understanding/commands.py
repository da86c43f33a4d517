"""The compiled command grammar: which phrase, and which intent, is which command."""

import json
from collections.abc import Mapping
from pathlib import Path

from skill.content.store import REBUILD
from skill.errors import CompiledFilesError
from skill.understanding.words import normalise


class Commands:
    """Finds commands by phrase and by intent."""

    def __init__(self, path: Path) -> None:
        """Read the compiled grammar.

        Raises:
            CompiledFilesError: it is missing or damaged.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CompiledFilesError(f"{path} is missing or damaged; {REBUILD}") from error
        self.by_intent: Mapping[str, str] = data["intents"]
        self.slots: Mapping[str, Mapping[str, list[str]]] = data["slots"]
        self.nearest: Mapping[str, list[str]] = data["nearest"]
        self._by_phrase: dict[str, str] = {normalise(phrase): name for phrase, name in data["phrases"].items()}

    def phrase(self, text: str) -> str:
        """The command that `text`, already normalised, is word for word; empty if none."""
        return self._by_phrase.get(text, "")

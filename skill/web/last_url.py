"""Remembers in a file where the last good signing certificate was, so that it is fetched first after a start."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from skill.errors import VerificationError
from skill.web.certificate_url import MAX_URL_CHARACTERS, normalised


class LastUrlFile:
    """One URL in a file. To lose it costs a fetch, so no failure is anybody's concern."""

    def __init__(self, path: Path) -> None:
        """Take the file, which is made when first needed."""
        self._path = path

    def read(self) -> str:
        """The URL; empty where the file holds none that is permitted."""
        try:
            with self._path.open(encoding="ascii") as file:
                return normalised(file.read(MAX_URL_CHARACTERS + 1).strip())
        except (OSError, ValueError, VerificationError):
            return ""

    def write(self, url: str) -> None:
        """Put `url` there, whole or not at all."""
        with suppress(OSError):
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(url)
            Path(name).replace(self._path)

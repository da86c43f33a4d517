"""Every error of this project, and the line of the log for a part that fails while the turn goes on.

BackCoachError
├── DocumentError          a source document is wrong: path:line: what, and how to mend it
├── CompiledFilesError     what the compiler made is missing, stale or damaged
├── VerificationError      a request is not Amazon's, not ours, or not fresh (HTTP 400)
└── StateError             the saved state could not be read or written in time
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

FAILURES = logging.getLogger("back_coach.failures")
"""One JSON object a line: which part failed and how, never what it was given."""


class BackCoachError(Exception):
    """Anything this project raises on purpose."""


@dataclass(frozen=True)
class Problem:
    """One fault in a source document."""

    path: Path
    """The file that has to be edited."""
    line: int
    """Its line, counted from 1; 0 where the fault is the file as a whole."""
    message: str
    """What is wrong and how to mend it."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class DocumentError(BackCoachError):
    """One or more faults in the source documents; nothing was written."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class CompiledFilesError(BackCoachError):
    """A compiled file is missing, stale or damaged; the message says which command makes it anew."""


class VerificationError(BackCoachError):
    """A request failed verification. `reason` is a short code for the log, never for the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StateError(BackCoachError):
    """The saved state could not be read or written in time."""


def log_failure(part: str, error: Exception) -> None:
    """Raise the alarm over a part that failed while the turn went on; its kind alone, for messages may quote."""
    FAILURES.error(json.dumps({"event": "part_failed", "part": part, "error": type(error).__name__}))

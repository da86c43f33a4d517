"""What a document can be asked about, as far as understanding has to know it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Subjects:
    """The subjects of one document."""

    ids: frozenset[str] = frozenset()
    """Of its statements, gaps and referrals; any other label of the encoder is taken for unknown."""
    index: Path | None = None
    """The file of its index; None does without, and what the encoder was not trained on is not found then."""


NO_SUBJECTS = Subjects()
"""A document that says nothing."""

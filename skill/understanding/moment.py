"""Where a conversation stands when something is said."""

from enum import StrEnum


class PhraseMoment(StrEnum):
    """Moments at which the grammar has words of its own. "No no" cries out in a movement, and is a no to a question."""

    MOVING = "moving"
    """A routine has begun, it does not wait, and nothing was asked."""
    SETTING_UP = "setting up"
    """A routine is to begin: somebody gets into place, and nothing was asked."""
    ASKED = "asked"
    """A question is open."""


class Moment(StrEnum):
    """What the coach is doing. The encoder reads a sentence together with it: "done" is not "done" everywhere."""

    REST = "rest"
    """Nothing is under way and nothing was asked."""
    ASKED = "asked"
    """A yes or no is awaited, or whether there is anything else."""
    CHOOSING = "choosing"
    """Several things were named, to take one of."""
    GUIDING = "guiding"
    """A routine is under way."""
    PAUSED = "paused"
    """A routine waits."""

"""What somebody asked for when they asked for a stretch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StretchRequest:
    """What somebody asked for when they asked for a stretch."""

    stretch: str = ""
    """Id of a routine."""
    body_part: str = ""
    """Part of the body, as the slot's value names it."""
    position: str = ""
    """chair, standing or floor."""
    minutes: int = 0
    """How long they have; 0 if they did not say."""
    equipment: str = ""
    """What they said they have not got, or have."""
    only: bool = False
    """Whether that is all they have."""

    def open(self) -> bool:
        """Whether anything would do."""
        return not (self.stretch or self.body_part or self.position or self.minutes)

"""What somebody meant, as the handlers see it."""

from dataclasses import dataclass, field

from skill.content.model import Tier
from skill.understanding.command import Command
from skill.understanding.routine_request import RoutineRequest


@dataclass(frozen=True)
class Launched:
    """The skill was opened without a request."""


@dataclass(frozen=True)
class Urgent:
    """A red flag was told."""

    flag: str = ""
    """Id of the red flag; empty when it is not certain which."""
    tier: Tier = Tier.NOW
    """How fast to act when it is not certain which."""
    asked: bool = False
    """Whether a call was asked for, which a skill cannot make."""


@dataclass(frozen=True)
class Doubtful:
    """It could be a red flag, or nothing."""

    flag: str
    """Id of the red flag; empty when it is not certain which."""


@dataclass(frozen=True)
class Referred:
    """A personal medical decision was asked for."""

    referral: str
    """Id of the referral."""
    statement: str = ""
    """Id of the statement that answers the same question as far as the article goes; empty if none does."""


@dataclass(frozen=True)
class Asked:
    """A question that the article answers."""

    statements: tuple[str, ...]
    """Ids of the statements to speak: the one most likely meant, perhaps a second."""
    others: tuple[str, ...] = ()
    """Ids of the next best, for "no, not that"."""
    confident: bool = True
    """Whether this is likely enough to be answered without saying what was understood."""
    ambiguous: bool = False
    """Whether two statements are about as likely, so that the listener is asked which was meant."""


@dataclass(frozen=True)
class Unanswerable:
    """A question the article does not answer."""

    gap: str = ""
    """Id of the gap; empty if it has no name."""
    off_topic: bool = False
    """Whether it has nothing to do with the subject."""


@dataclass(frozen=True)
class CommandGiven:
    """A command to the coach."""

    command: Command
    """Which."""
    request: RoutineRequest = field(default_factory=RoutineRequest)
    """What routine was asked for, or what the listener has not got, if that was said."""
    text: str = ""
    """The words, if there were any."""
    number: int = 0
    """The number that was said, such as a step's; 0 if none was."""


@dataclass(frozen=True)
class Unheard:
    """Something was said, and no words of it reached the skill, or none could be understood."""


@dataclass(frozen=True)
class Speechless:
    """Questions cannot be looked up: the model is missing or damaged."""


@dataclass(frozen=True)
class Ended:
    """Alexa ended the session, or sent something that wants no words."""

    forget: bool = False
    """Whether the user disabled the skill."""
    by_words: bool = False
    """Whether somebody ended it with a word that Alexa takes herself, such as "exit"."""


Meaning = Launched | Urgent | Doubtful | Referred | Asked | Unanswerable | CommandGiven | Unheard | Speechless | Ended

"""One turn: what came in, and what goes out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from markupsafe import Markup

from skill.dialog.catalog import Catalog
from skill.dialog.last_turn import LastTurn
from skill.dialog.session import Memory, Pending, Session
from skill.guidance.position import RoutinePosition
from skill.guidance.progress import Progress
from skill.guidance.stages import Stage
from skill.speech.voice import Voice
from skill.understanding.meaning import Meaning


class Outcome(StrEnum):
    """Every way in which a turn can end. It travels in the session attributes of the response."""

    LAUNCH = "launch"
    """Opened without a request."""
    ANSWER = "answer"
    """A statement of the article was spoken."""
    CHOOSE = "choose"
    """Asked which of several was meant."""
    REFER = "refer"
    """A personal medical decision: sent to a professional."""
    URGENT = "urgent"
    """A red flag: sent to urgent care."""
    UNKNOWN = "unknown"
    """The article does not say, or it is off the subject."""
    SOURCE = "source"
    """Said where something comes from."""
    DISCLAIMER = "disclaimer"
    """Said that this is no medical advice."""
    HELP = "help"
    """Said what can be said."""
    ROUTINE = "routine"
    """A routine is under way: this turn guides, or tells something about it."""
    PAUSED = "paused"
    """A routine is paused."""
    FINISHED = "finished"
    """A routine came to its end."""
    HURTS = "hurts"
    """Pain during a routine: stopped, and said whom to see."""
    MISSED = "missed"
    """Nothing was understood."""
    PROMPT = "prompt"
    """A yes, a no or a word of thanks led back to a question."""
    FORGOTTEN = "forgotten"
    """Everything kept about the user was deleted."""
    STOPPED = "stopped"
    """The listener ended the conversation."""
    ENDED = "ended"
    """Alexa ended the session; nothing can be said."""
    FAULT = "fault"
    """Our own mistake."""


@dataclass(frozen=True)
class Reply:
    """What is said, and what is remembered until the next turn."""

    outcome: Outcome
    """What the turn came to."""
    speech: Markup
    """SSML without its `<speak>` root, escaped."""
    session: Session
    """The session as it stands when this is spoken."""
    reprompt: Markup | None = None
    """What is said after eight seconds of silence; None closes the session."""
    statements: tuple[str, ...] = ()
    """Ids of the statements that were spoken."""
    choices: tuple[str, ...] = ()
    """Ids that the listener may now choose from."""
    safety_net: bool = False
    """Whether it says what to do about a red flag, should there be one that nobody told of."""
    memory: Memory | None = None
    """What is to be kept between sessions from now on; None leaves it as it is."""
    forget: bool = False
    """Whether everything kept about the user is to be deleted."""
    after_emergency: bool = False
    """Whether the place in a routine is forgotten and the time noted, afterwards: the reply waits for nothing kept."""


@dataclass(frozen=True)
class Turn:
    """What came in."""

    meaning: Meaning
    """What was meant."""
    session: Session
    """As the last turn left it, its open question taken out."""
    pending: Pending | None
    """The open question of the last turn."""
    voice: Voice
    """Speaks in the listener's locale."""
    catalog: Catalog
    """What the skill knows."""
    now: int
    """When the request was made, seconds since 1970."""
    one_shot: bool
    """Whether the session began with this request, and was not merely opened."""
    text: str = ""
    """The words said, normalised; for this turn only, never kept, never logged."""
    slowly: bool = False
    """Whether what is said is to be said slowly."""
    last: LastTurn | None = None
    """What can be said again; None where that is the step of a routine, or nothing."""
    read_memory: Callable[[], Memory] = field(default=Memory, compare=False)
    """Reads what is kept between sessions; only some turns need it."""

    after_emergency: Callable[[], None] = field(default=lambda: None, compare=False)
    """Forgets the saved place in a routine and notes the time, beside the reply."""

    @cached_property
    def memory(self) -> Memory:
        """What is kept between sessions."""
        return self.read_memory()

    @property
    def position(self) -> RoutinePosition | None:
        """The routine under way, as its last turn began."""
        return self.session.position

    @cached_property
    def progress(self) -> Progress:
        """How far the listener got in the last turn of the routine under way, before they spoke."""
        assert self.position is not None
        # The voice of the turn before, whose wordings were heard.
        return Progress(self.voice.later(-1), self.catalog.routines, self.position, self.now)

    @property
    def current_position(self) -> RoutinePosition | None:
        """The routine under way, with the stage and cue that the listener had surely reached when they spoke."""
        return self.progress.reached if self.position else None

    @property
    def in_the_middle(self) -> tuple[Stage, ...]:
        """The stages that the listener may have begun and not come out of; none while nothing is under way."""
        return self.progress.in_the_middle if self.position else ()

    @property
    def on_the_floor(self) -> bool:
        """Whether the listener may be down on the floor."""
        return bool(self.position) and self.progress.on_the_floor

    def stage(self, position: RoutinePosition) -> Stage:
        """The stage of `position`."""
        return self.catalog.routines.current(position)

    @cached_property
    def session_at_cue(self) -> Session:
        """The session with its place in the routine at the cue reached: what every reply that does not guide keeps."""
        return replace(self.session, position=self.current_position, missed=0)

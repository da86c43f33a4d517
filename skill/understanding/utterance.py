"""What reached the skill in one request, from whichever door: words, an intent's command and slots, and the moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from skill.content.model import Tier
from skill.understanding.command import Command
from skill.understanding.moment import Moment, PhraseMoment

ANYTHING_ELSE = "anything"
"""`Context.asked`, while the open question is whether there is anything else: a no to it ends the talk."""
TO_HEAR = "statement"
"""`Context.asked`, while something of the article is offered to hear."""


@dataclass(frozen=True)
class SlotWords:
    """What somebody said in a slot."""

    text: str
    """The words."""
    id: str = ""
    """Id of the value that they are; empty where Alexa found none."""


@dataclass(frozen=True)
class Context:
    """Where the conversation stands when something is said."""

    guiding: bool = False
    """Whether a routine is under way."""
    paused: bool = False
    """Whether that routine waits."""
    setting_up: bool = False
    """Whether it has not begun: the listener gets into place."""
    routine: str = ""
    """Id of that routine; empty if it was built, or if none is under way."""
    asked: str = ""
    """What the open question is about; empty if none is open."""
    offered: tuple[str, ...] = ()
    """Ids that the open question offers, in the order spoken."""

    @property
    def moment(self) -> Moment:
        """What the coach is doing. Beside a routine under way, a question whether to go on with it changes nothing."""
        if self.guiding:
            return Moment.PAUSED if self.paused else Moment.GUIDING
        if not self.asked:
            return Moment.REST
        return Moment.CHOOSING if len(self.offered) > 1 else Moment.ASKED

    @property
    def phrase_moment(self) -> PhraseMoment | None:
        """The moment by which the grammar tells words apart."""
        if self.asked:
            return PhraseMoment.ASKED
        if self.guiding and self.setting_up:
            return PhraseMoment.SETTING_UP
        return PhraseMoment.MOVING if self.guiding and not self.paused else None


AT_REST = Context()
"""No routine is under way, and no question is open."""


@dataclass(frozen=True)
class Utterance:
    """One thing somebody said."""

    words: str
    """The whole sentence, normalised: as it was said or, where an intent brought no more than its slots, as its
    samples say it around them."""
    command: Command | None = None
    """The command that the intent stands for; None for a free question."""
    slots: Mapping[str, SlotWords] = field(default_factory=dict)
    """What was said in the intent's slots."""
    tier: Tier | None = None
    """How fast an emergency is that Alexa heard: its intent brings no words, only its name; None for any other."""
    listed: str = ""
    """Id of the listed question that Alexa took the words for; empty if none."""
    context: Context = AT_REST
    """The moment it was said in."""

    @property
    def slot_words(self) -> dict[str, str]:
        """The words in each slot."""
        return {name: slot.text for name, slot in self.slots.items()}

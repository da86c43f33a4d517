"""What the documents say, as frozen dataclasses without behaviour.

The documents are read into it at build time; the skill loads it, compiled, at run time.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Statement:
    """One thing the article says."""

    id: str
    """Its id: label of utterances, slot value and template name alike."""
    topic: str
    """How the skill names it aloud: "how fast to walk"."""
    section: str
    """The article's section it comes from."""
    say: str
    """The answer, spoken as it stands."""
    more: str
    """What follows "tell me more"; may be empty."""
    brief: str
    """The answer in one short sentence."""
    facts: tuple[int, ...]
    """The numbers of the article's facts it states."""
    study: str
    """Id of the study the article names for it; empty if none."""
    neighbours: tuple[str, ...]
    """Ids of statements that may be spoken in the same breath."""
    joined: str
    """Id of a statement that is always spoken with it, in short; may be empty."""
    offer: str
    """Id of the statement or routine to offer next."""
    questions: tuple[str, ...]
    """Questions it answers."""


@dataclass(frozen=True)
class Study:
    """A study that the article cites."""

    id: str
    """Its id."""
    citation: str
    """The citation, for the card."""
    spoken: str
    """The citation as one says it."""
    brief: str
    """The same in short, to be said beside others."""


@dataclass(frozen=True)
class Gap:
    """Something people ask that the article does not say."""

    id: str
    """Its id, beginning with `gap-`."""
    topic: str
    """Completes "the article doesn't say …"."""
    nearest: str
    """Id of the statement to offer instead."""
    questions: tuple[str, ...]
    """Questions that fall into it."""


class BeforeRoutine(StrEnum):
    """What becomes of a routine that is asked for after a referral."""

    START = "start"
    """It starts."""
    ASK_FIRST = "ask first"
    """None starts in this session until the listener says that a professional agrees."""


class DuringRoutine(StrEnum):
    """What becomes of a routine that is under way at a referral."""

    GO_ON = "go on"
    """The listener is asked whether to go on."""
    LEAVE_IT = "leave it"
    """It is left."""
    STOP_IT_HURTS = "stop, it hurts"
    """It is left; and telling of this in the middle of a routine counts as pain."""


class ReferralSubject(StrEnum):
    """What a referral is about."""

    DECISION = "a decision"
    """Something to be decided, and nothing else."""
    COMMON_SYMPTOM = "a common symptom"
    """An ordinary symptom, which is no red flag."""
    PAIN = "pain"
    """Pain told of while no routine is under way. One referral at most is about that."""


class ArticleOnReferral(StrEnum):
    """What becomes of a statement of the article that answers what is referred."""

    LEFT_OUT = "left out"
    """It is not spoken."""
    TOLD_FIRST = "told first"
    """It is told in short, and then who can decide."""


@dataclass(frozen=True)
class Referral:
    """A personal medical decision that only a professional can make."""

    id: str
    """Its id, beginning with `refer-`."""
    topic: str
    """Completes "I can't tell you …"."""
    say: str
    """A sentence of general caution, spoken after that."""
    ask: str
    """Who can decide."""
    before_routine: BeforeRoutine
    """What becomes of a routine asked for afterwards."""
    during_routine: DuringRoutine
    """What becomes of a routine under way."""
    about: ReferralSubject
    """What it is about."""
    article: ArticleOnReferral
    """What becomes of a statement that answers the same question."""
    questions: tuple[str, ...]
    """Questions that ask for it."""


class Tier(StrEnum):
    """How fast a red flag has to be seen to."""

    NOW = "now"
    """Call the emergency number."""
    SAME_DAY = "same day"
    """See a doctor or call an advice line today."""
    CRISIS = "crisis"
    """Call the emergency number or a crisis line."""
    POISON = "poison"
    """Call the emergency number, then poison advice."""

    @property
    def intent(self) -> str:
        """Name of the intent of its phrases. It brings no words, so its name has to tell whom to call."""
        return _INTENTS[self]


_INTENTS = {
    Tier.NOW: "RedFlagIntent",
    Tier.SAME_DAY: "SameDayFlagIntent",
    Tier.CRISIS: "CrisisIntent",
    Tier.POISON: "PoisonIntent",
}


@dataclass(frozen=True)
class RedFlag:
    """A symptom that must be seen to before anything else."""

    id: str
    """Its id, beginning with `urgent-`."""
    sign: str
    """The sign as the skill names it: "numbness between the legs"; empty where it has no one name to say."""
    tier: Tier
    """How fast."""
    sources: tuple[str, ...]
    """Public sources that call it a red flag."""
    phrases: tuple[str, ...]
    """Ways to say it; samples of the intent that needs no words."""


class Position(StrEnum):
    """Where a routine is done."""

    CHAIR = "chair"
    STANDING = "standing"
    FLOOR = "floor"
    BED = "bed"


class CueKind(StrEnum):
    """What the listener does while a cue lasts."""

    MOVE = "move"
    """Follow an instruction, then a short gap to do it in."""
    HOLD = "hold"
    """Stay still while the seconds are counted."""
    REPEAT = "repeat"
    """Do the same small movement on each count."""
    KEEP_ON = "keep on"
    """Go on moving, with a word of encouragement now and then."""


@dataclass(frozen=True)
class Cue:
    """One moment of a step."""

    kind: CueKind
    """What the listener does."""
    text: str
    """The instruction; `{side}` stands for the side."""
    seconds: int
    """MOVE: the gap after the words. HOLD, KEEP_ON: how long. REPEAT: between two counts."""
    least: int
    """The shortest `seconds` that the source allows."""
    most: int
    """The longest `seconds` that the source allows."""
    times: int
    """REPEAT: how many counts; else 1."""
    encouragements: tuple[str, ...]
    """KEEP_ON, HOLD: what is said in between, in turn."""
    gently: tuple[str, ...]
    """KEEP_ON: what is said instead to somebody who is puffed: in place of `text`, then in between."""


class Part(StrEnum):
    """What a step is for, where it is more than one movement of many."""

    WARM_UP = "warm-up"
    COOL_DOWN = "cool-down"
    GETTING_DOWN = "getting down"
    GETTING_UP = "getting up"
    STRENGTH = "strength"
    """A movement that takes effort: never before something that warms up."""
    MOVEMENT = ""
    """One movement of many."""

    @property
    def moves(self) -> bool:
        """Whether it is a movement, and not what gets somebody warm, cool, down or up."""
        return self in (Part.STRENGTH, Part.MOVEMENT)


@dataclass(frozen=True)
class Step:
    """One movement of a routine."""

    id: str
    """`routine-id/step-name`."""
    name: str
    """What it is called aloud."""
    sides: tuple[str, ...]
    """Sides in order, such as left and right; empty if it has none."""
    cues: tuple[Cue, ...]
    """Its timeline."""
    how: str
    """Where hands, feet and head go: the answer to "what do I do with my hands again"."""
    easier: str
    """The easier version of the movement; said in place of the first instruction."""
    harder: str
    """The harder version, likewise; empty where the source has none."""
    feel: str
    """Where it is felt: the answer to "where should I feel this"; empty where that is nowhere in particular."""
    come_out: str
    """How to come out of it, said first to whoever leaves it in the middle; empty where nobody has to."""
    part: Part
    """What it is for."""
    source: str
    """*the article*, or *general guidance* with the public source."""
    credit: str
    """The source as one says it aloud."""
    why: str
    """Id of the statement that says what it is good for."""


@dataclass(frozen=True)
class Exclusion:
    """A condition that a routine is not for."""

    told: str
    """How somebody tells of it."""
    referral: str
    """Id of the referral that they get, before which no routine starts."""


@dataclass(frozen=True)
class Routine:
    """A guided stretch, exercise or walk."""

    id: str
    """Its id."""
    name: str
    """What it is called aloud, with its article: "the neck stretch"."""
    body: tuple[str, ...]
    """Parts of the body it is for."""
    position: Position
    """Where it is done."""
    equipment: tuple[str, ...]
    """What one needs, in words that "I haven't got a …" may name."""
    movement: str
    """What the body does; routines that share it are kept from someone whom it hurt."""
    setup: str
    """What to fetch and how to get into place."""
    back: str
    """How to get back into place after a break, in a few words."""
    caution: str
    """Spoken before the first step: when to stop."""
    not_for: str
    """Spoken with it: whom it is not for; empty where its sources keep it from nobody."""
    exclusions: tuple[Exclusion, ...]
    """The conditions that `not_for` names."""
    finish: str
    """Spoken after the last step: how to get up, what was done."""
    steps: tuple[Step, ...]
    """Its movements, in order."""
    questions: tuple[str, ...]
    """Ways to ask for it."""


@dataclass(frozen=True)
class Content:
    """All that the source documents say."""

    title: str
    """The article's title."""
    statements: tuple[Statement, ...]
    """What the article says."""
    studies: tuple[Study, ...]
    """The studies it cites."""
    sources: str
    """Id of the statement that tells what it rests on; empty if none."""
    complaint: tuple[str, ...]
    """Ids of the statements that a plain complaint is answered with, the most general first."""
    gaps: tuple[Gap, ...]
    """What it does not say."""
    referrals: tuple[Referral, ...]
    """What only a professional can decide."""
    red_flags: tuple[RedFlag, ...]
    """What must be seen to first."""
    routines: tuple[Routine, ...]
    """What can be guided."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of everything that a question can be about."""
        return frozenset(entry.id for group in (self.statements, self.gaps, self.referrals) for entry in group)

"""Written by the compiler; see `authoring/compiler/command_module.py`. Never edited by hand."""

from enum import StrEnum


class Command(StrEnum):
    """Everything that a listener can tell the coach to do, by its name in `commands.yaml`."""

    NEXT = "next"
    """Go on to the next step."""
    SKIP = "skip"
    """Leave this step out."""
    PREVIOUS = "previous"
    """Go back a step."""
    GO_TO_STEP = "go to step"
    """Go to the step of that number."""
    LAST_STEP = "last step"
    """Go to the last step."""
    REPEAT = "repeat"
    """Say it again."""
    SAY_AGAIN = "say again"
    """Say once more what was said last."""
    START_OVER = "start over"
    """Begin the stretch again."""
    PAUSE = "pause"
    """Wait, and keep the place."""
    RESUME = "resume"
    """Go on from where we were."""
    STEP_BY_STEP = "step by step"
    """Wait for me after every step."""
    FLOW = "flow"
    """Carry on from step to step without being asked."""
    SKIP_INTRO = "skip intro"
    """Leave out the caution and the way in."""
    READY = "ready"
    """Ready to begin, or to move on."""
    IN_PLACE = "in place"
    """Be where the stretch is done, down on the floor if it is there."""
    DOWN = "down"
    """Be down on the floor, or in bed, already."""
    SLOWER = "slower"
    """Leave more time between the words."""
    FASTER = "faster"
    """Leave less time between the words."""
    NORMAL_SPEED = "normal speed"
    """Go back to the usual pace."""
    HOLD_LONGER = "hold longer"
    """Hold each stretch for longer."""
    HOLD_SHORTER = "hold shorter"
    """Hold each stretch for less long."""
    TIME_LEFT = "time left"
    """How long is it until the end?"""
    WHICH_STEP = "which step"
    """Which step is this, and of how many?"""
    HOW = "how"
    """How is this step done?"""
    FEEL = "feel"
    """Where is this felt?"""
    HOLD_LENGTH = "hold length"
    """How long is this held, or how often is it done?"""
    OTHER_SIDE = "other side"
    """Do the other side."""
    LEFT_SIDE = "left side"
    """Do the left side."""
    RIGHT_SIDE = "right side"
    """Do the right side."""
    ONLY_LEFT = "only left"
    """From now on the left side alone."""
    ONLY_RIGHT = "only right"
    """From now on the right side alone."""
    BOTH_SIDES = "both sides"
    """Both sides again, after one alone."""
    TWICE_LEFT = "twice left"
    """The left side once more after this."""
    TWICE_RIGHT = "twice right"
    """The right side once more after this."""
    TWICE = "twice"
    """This one once more after this."""
    SKIP_WARM_UP = "skip warm up"
    """Leave the warm-up out."""
    SKIP_COOL_DOWN = "skip cool down"
    """Leave the cool-down out."""
    FIT = "fit"
    """Do what is left in so many minutes."""
    EASIER = "easier"
    """Make this step easier."""
    HARDER = "harder"
    """Make this step harder."""
    NO_COUNTING = "no counting"
    """No more counting."""
    COUNTING = "counting"
    """Count again."""
    WHY = "why"
    """What is this step good for?"""
    HURTS = "hurts"
    """This exercise hurts."""
    START = "start"
    """Start a stretch, one of them or any."""
    ACHE = "ache"
    """A part of the body aches, and wants a stretch."""
    LIST = "list"
    """Which stretches are there?"""
    DIFFERENT = "different"
    """Do a different stretch."""
    LONGER_ONE = "longer one"
    """Offer a stretch that takes longer."""
    SHORTER_ONE = "shorter one"
    """Offer a stretch that takes less long."""
    LAST_TIME = "last time"
    """Do the same stretch as the last time."""
    NO_FLOOR = "no floor"
    """Nothing on the floor."""
    NO_EQUIPMENT = "no equipment"
    """Something that a stretch needs is not at hand."""
    GET_UP = "get up"
    """How do I get up from the floor?"""
    STOP = "stop"
    """End the conversation."""
    CANCEL = "cancel"
    """Call it off; Alexa keeps this apart from stopping."""
    YES = "yes"
    """Agree."""
    NO = "no"
    """Decline."""
    KEEP_ON = "keep on"
    """Go on, although it was asked whether to stop."""
    HELP = "help"
    """What can be said here?"""
    SOURCE = "source"
    """Where does that come from?"""
    DISCLAIMER = "disclaimer"
    """Is this medical advice?"""
    SIGNS = "signs"
    """Which signs want help at once?"""
    FORGET = "forget"
    """Delete everything that is kept about me."""
    MORE = "more"
    """Tell more of the last answer."""
    SHORTER = "shorter"
    """Give the last answer in short."""
    NOT_THAT = "not that"
    """The last answer was to another question."""
    FIRST = "first"
    """Take the first of those on offer."""
    ANY = "any"
    """Take whichever of those on offer; where none are, begin a stretch of the coach's choice."""
    SECOND = "second"
    """Take the second of those on offer."""
    THIRD = "third"
    """Take the third of those on offer."""
    NEITHER = "neither"
    """Take none of those on offer."""
    THANKS = "thanks"
    """Thanks, praise and other small talk."""
    COMPLAINT = "complaint"
    """Tell that something hurts, and ask for nothing."""
    GREETING = "greeting"
    """Greet."""
    CHAT = "chat"
    """Talk about nothing that the coach is for."""
    JOKE = "joke"
    """Tell a joke."""
    FOR_OTHERS = "for others"
    """May somebody else do it too?"""
    ASIDE = "aside"
    """Speak to somebody else, or to nobody."""
    DEVICE = "device"
    """Ask for what the device does, not the coach."""
    VOLUME = "volume"
    """Be louder, or less loud."""
    TIMER = "timer"
    """Set a timer."""
    REMINDER = "reminder"
    """Remind of something later."""
    CLOCK = "clock"
    """What time is it?"""
    PROGRESS = "progress"
    """How much have I done, and how well?"""
    BORED = "bored"
    """Find it boring."""
    PUFFED = "puffed"
    """Be a little puffed."""
    SHAKY = "shaky"
    """Shake a little with the effort."""
    WOBBLY = "wobbly"
    """Stand a little unsteadily."""
    DROPPED = "dropped"
    """Something fell that the stretch needs."""
    CLIMBED_ON = "climbed on"
    """A child or an animal is in the way."""
    BOT = "bot"
    """Who or what is speaking, and does it listen?"""
    LISTENING = "listening"
    """Is anybody there, and listening?"""
    WATCHING = "watching"
    """Can the coach see me?"""
    JOINING_IN = "joining in"
    """Does the coach do it too?"""
    FINE = "fine"
    """Tell that all is well."""
    UNCLEAR = "unclear"
    """Nothing that can be made out."""
    UNSURE = "unsure"
    """Neither yes nor no."""


GUIDING: frozenset[Command] = frozenset(
    {
        Command.NEXT,
        Command.SKIP,
        Command.PREVIOUS,
        Command.GO_TO_STEP,
        Command.LAST_STEP,
        Command.REPEAT,
        Command.START_OVER,
        Command.PAUSE,
        Command.STEP_BY_STEP,
        Command.SKIP_INTRO,
        Command.READY,
        Command.IN_PLACE,
        Command.DOWN,
        Command.SLOWER,
        Command.FASTER,
        Command.NORMAL_SPEED,
        Command.HOLD_LONGER,
        Command.HOLD_SHORTER,
        Command.TIME_LEFT,
        Command.WHICH_STEP,
        Command.HOW,
        Command.FEEL,
        Command.HOLD_LENGTH,
        Command.OTHER_SIDE,
        Command.LEFT_SIDE,
        Command.RIGHT_SIDE,
        Command.ONLY_LEFT,
        Command.ONLY_RIGHT,
        Command.BOTH_SIDES,
        Command.TWICE_LEFT,
        Command.TWICE_RIGHT,
        Command.TWICE,
        Command.SKIP_WARM_UP,
        Command.SKIP_COOL_DOWN,
        Command.EASIER,
        Command.HARDER,
        Command.NO_COUNTING,
        Command.COUNTING,
        Command.WHY,
        Command.HURTS,
        Command.PUFFED,
        Command.SHAKY,
        Command.WOBBLY,
        Command.DROPPED,
        Command.CLIMBED_ON,
    }
)
"""Commands that make sense only while a stretch is under way."""
MOVING: frozenset[Command] = frozenset(
    {
        Command.NEXT,
        Command.SKIP,
        Command.PREVIOUS,
        Command.GO_TO_STEP,
        Command.LAST_STEP,
        Command.REPEAT,
        Command.START_OVER,
        Command.RESUME,
        Command.FLOW,
        Command.SKIP_INTRO,
        Command.READY,
        Command.IN_PLACE,
        Command.DOWN,
        Command.OTHER_SIDE,
        Command.LEFT_SIDE,
        Command.RIGHT_SIDE,
        Command.ONLY_LEFT,
        Command.ONLY_RIGHT,
        Command.TWICE_LEFT,
        Command.TWICE_RIGHT,
        Command.TWICE,
        Command.SKIP_WARM_UP,
        Command.SKIP_COOL_DOWN,
        Command.HARDER,
        Command.START,
        Command.DIFFERENT,
        Command.LAST_TIME,
        Command.YES,
        Command.KEEP_ON,
        Command.FIRST,
        Command.ANY,
        Command.SECOND,
        Command.THIRD,
        Command.FINE,
    }
)
"""Commands that take somebody to another movement, or begin one."""
ADJUSTING: frozenset[Command] = frozenset(
    {
        Command.STEP_BY_STEP,
        Command.SLOWER,
        Command.FASTER,
        Command.NORMAL_SPEED,
        Command.HOLD_LONGER,
        Command.HOLD_SHORTER,
        Command.BOTH_SIDES,
        Command.EASIER,
        Command.NO_COUNTING,
        Command.COUNTING,
    }
)
"""Commands that go on with a movement, done in another way."""
TELLING: frozenset[Command] = frozenset(
    {
        Command.TIME_LEFT,
        Command.WHICH_STEP,
        Command.HOW,
        Command.FEEL,
        Command.HOLD_LENGTH,
        Command.WHY,
        Command.MORE,
    }
)
"""Commands that are answered, and move nothing."""
WAITING: frozenset[Command] = frozenset(
    {
        Command.PAUSE,
        Command.PUFFED,
        Command.SHAKY,
        Command.WOBBLY,
        Command.DROPPED,
        Command.CLIMBED_ON,
    }
)
"""Commands that let somebody rest, and keep the place."""
HALTING: frozenset[Command] = frozenset(
    {
        Command.HURTS,
        Command.GET_UP,
        Command.STOP,
        Command.CANCEL,
    }
)
"""Commands that end a movement."""
IDLE: frozenset[Command] = frozenset(
    {
        Command.THANKS,
        Command.GREETING,
        Command.CHAT,
        Command.ASIDE,
        Command.DEVICE,
        Command.VOLUME,
        Command.TIMER,
        Command.REMINDER,
        Command.CLOCK,
        Command.PROGRESS,
        Command.BOT,
        Command.FINE,
        Command.UNCLEAR,
    }
)
"""Commands that ask for nothing of the coach."""
LABELS: dict[str, Command] = {
    "cmd-next": Command.NEXT,
    "cmd-skip": Command.SKIP,
    "cmd-previous": Command.PREVIOUS,
    "cmd-go-to-step": Command.GO_TO_STEP,
    "cmd-last-step": Command.LAST_STEP,
    "cmd-repeat": Command.REPEAT,
    "cmd-say-again": Command.SAY_AGAIN,
    "cmd-start-over": Command.START_OVER,
    "cmd-pause": Command.PAUSE,
    "cmd-resume": Command.RESUME,
    "cmd-carry-on": Command.RESUME,
    "cmd-step-by-step": Command.STEP_BY_STEP,
    "cmd-flow": Command.FLOW,
    "cmd-skip-intro": Command.SKIP_INTRO,
    "cmd-ready": Command.READY,
    "cmd-in-place": Command.IN_PLACE,
    "cmd-down": Command.DOWN,
    "cmd-slower": Command.SLOWER,
    "cmd-faster": Command.FASTER,
    "cmd-normal-speed": Command.NORMAL_SPEED,
    "cmd-hold-longer": Command.HOLD_LONGER,
    "cmd-hold-shorter": Command.HOLD_SHORTER,
    "cmd-time-left": Command.TIME_LEFT,
    "cmd-which-step": Command.WHICH_STEP,
    "cmd-how": Command.HOW,
    "cmd-feel": Command.FEEL,
    "cmd-hold-length": Command.HOLD_LENGTH,
    "cmd-other-side": Command.OTHER_SIDE,
    "cmd-left-side": Command.LEFT_SIDE,
    "cmd-right-side": Command.RIGHT_SIDE,
    "cmd-only-left": Command.ONLY_LEFT,
    "cmd-only-right": Command.ONLY_RIGHT,
    "cmd-both-sides": Command.BOTH_SIDES,
    "cmd-twice-left": Command.TWICE_LEFT,
    "cmd-twice-right": Command.TWICE_RIGHT,
    "cmd-twice": Command.TWICE,
    "cmd-skip-warm-up": Command.SKIP_WARM_UP,
    "cmd-skip-cool-down": Command.SKIP_COOL_DOWN,
    "cmd-fit": Command.FIT,
    "cmd-easier": Command.EASIER,
    "cmd-harder": Command.HARDER,
    "cmd-no-counting": Command.NO_COUNTING,
    "cmd-counting": Command.COUNTING,
    "cmd-why": Command.WHY,
    "cmd-hurts": Command.HURTS,
    "cmd-start": Command.START,
    "cmd-ache": Command.ACHE,
    "cmd-list": Command.LIST,
    "cmd-different": Command.DIFFERENT,
    "cmd-longer-one": Command.LONGER_ONE,
    "cmd-shorter-one": Command.SHORTER_ONE,
    "cmd-last-time": Command.LAST_TIME,
    "cmd-no-floor": Command.NO_FLOOR,
    "cmd-no-equipment": Command.NO_EQUIPMENT,
    "cmd-get-up": Command.GET_UP,
    "cmd-stop": Command.STOP,
    "cmd-cancel": Command.CANCEL,
    "cmd-yes": Command.YES,
    "cmd-no": Command.NO,
    "cmd-keep-on": Command.KEEP_ON,
    "cmd-help": Command.HELP,
    "cmd-source": Command.SOURCE,
    "cmd-disclaimer": Command.DISCLAIMER,
    "cmd-signs": Command.SIGNS,
    "cmd-forget": Command.FORGET,
    "cmd-more": Command.MORE,
    "cmd-shorter": Command.SHORTER,
    "cmd-not-that": Command.NOT_THAT,
    "cmd-first": Command.FIRST,
    "cmd-any": Command.ANY,
    "cmd-second": Command.SECOND,
    "cmd-third": Command.THIRD,
    "cmd-neither": Command.NEITHER,
    "cmd-thanks": Command.THANKS,
    "talk-complaint": Command.COMPLAINT,
    "talk-greeting": Command.GREETING,
    "talk-chat": Command.CHAT,
    "cmd-joke": Command.JOKE,
    "cmd-for-others": Command.FOR_OTHERS,
    "talk-aside": Command.ASIDE,
    "talk-device": Command.DEVICE,
    "cmd-volume": Command.VOLUME,
    "cmd-timer": Command.TIMER,
    "cmd-reminder": Command.REMINDER,
    "cmd-clock": Command.CLOCK,
    "talk-progress": Command.PROGRESS,
    "cmd-bored": Command.BORED,
    "cmd-puffed": Command.PUFFED,
    "cmd-shaky": Command.SHAKY,
    "cmd-wobbly": Command.WOBBLY,
    "cmd-dropped": Command.DROPPED,
    "cmd-climbed-on": Command.CLIMBED_ON,
    "talk-bot": Command.BOT,
    "cmd-listening": Command.LISTENING,
    "cmd-watching": Command.WATCHING,
    "cmd-joining-in": Command.JOINING_IN,
    "talk-fine": Command.FINE,
    "talk-unclear": Command.UNCLEAR,
    "cmd-unsure": Command.UNSURE,
}
"""Label of utterances to the command that they mean."""

"""One file for each thing a listener can do. `HANDLERS` is the order in which they are tried."""

from skill.dialog.handlers.base import TurnHandler
from skill.dialog.handlers.common import (
    DisclaimerHandler,
    EndedHandler,
    ForgetHandler,
    HelpHandler,
    LaunchHandler,
    OutOfPlaceHandler,
    StopHandler,
    ThanksHandler,
    UnheardHandler,
)
from skill.dialog.handlers.follow_ups import FollowUpHandler, SourceHandler
from skill.dialog.handlers.in_routine import HurtsHandler, InRoutineHandler
from skill.dialog.handlers.open_questions import OpenQuestionHandler
from skill.dialog.handlers.questions import AnswerHandler, UnknownHandler
from skill.dialog.handlers.safety import ReferHandler, UrgentHandler
from skill.dialog.handlers.starting import (
    CarryOnHandler,
    ConstraintHandler,
    DifferentHandler,
    ListHandler,
    StartHandler,
)

HANDLERS: tuple[type[TurnHandler], ...] = (
    UrgentHandler,
    EndedHandler,
    LaunchHandler,
    StopHandler,
    OpenQuestionHandler,
    ReferHandler,
    HurtsHandler,
    InRoutineHandler,
    AnswerHandler,
    UnknownHandler,
    FollowUpHandler,
    SourceHandler,
    DisclaimerHandler,
    HelpHandler,
    ThanksHandler,
    ForgetHandler,
    StartHandler,
    ListHandler,
    DifferentHandler,
    ConstraintHandler,
    CarryOnHandler,
    UnheardHandler,
    OutOfPlaceHandler,
)
"""Red flags outrank everything, then the end of a session; a command out of its place comes last."""

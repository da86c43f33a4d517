"""One file for each thing a listener can do. `HANDLERS` is the order in which they are tried."""

from skill.dialog.handlers.after_answer import AfterAnswerHandler, SourceHandler
from skill.dialog.handlers.agreeing import AgreedHandler
from skill.dialog.handlers.answers import AnswerHandler, UnknownHandler
from skill.dialog.handlers.base import TurnHandler
from skill.dialog.handlers.carrying_on import CarryOnHandler, LastTimeHandler
from skill.dialog.handlers.coaching import CoachingHandler
from skill.dialog.handlers.constraints import ConstraintHandler
from skill.dialog.handlers.help import DisclaimerHandler, HelpHandler, SignsHandler, ThanksHandler
from skill.dialog.handlers.launch import LaunchHandler
from skill.dialog.handlers.leaving import EndedHandler, ForgetHandler, GetUpHandler, StopHandler
from skill.dialog.handlers.listing import DifferentHandler, LengthHandler, ListHandler, OfferedLengthHandler
from skill.dialog.handlers.open_questions import OpenQuestionHandler
from skill.dialog.handlers.routine_changes import RoutineChangeHandler
from skill.dialog.handlers.routine_commands import HurtsHandler, RoutineCommandHandler
from skill.dialog.handlers.safety import DoubtfulHandler, ReferHandler, UrgentHandler
from skill.dialog.handlers.small_talk import (
    AsideHandler,
    ComplaintHandler,
    GreetingHandler,
    ProgressHandler,
    SmallTalkHandler,
)
from skill.dialog.handlers.starting import StartHandler
from skill.dialog.handlers.unheard import OutOfPlaceHandler, UnheardHandler

HANDLERS: tuple[type[TurnHandler], ...] = (
    UrgentHandler,
    EndedHandler,
    LaunchHandler,
    GetUpHandler,
    StopHandler,
    DoubtfulHandler,
    AgreedHandler,
    OpenQuestionHandler,
    ReferHandler,
    HurtsHandler,
    RoutineCommandHandler,
    RoutineChangeHandler,
    CoachingHandler,
    AnswerHandler,
    UnknownHandler,
    DifferentHandler,
    LengthHandler,
    OfferedLengthHandler,
    AfterAnswerHandler,
    SourceHandler,
    DisclaimerHandler,
    SignsHandler,
    HelpHandler,
    ThanksHandler,
    ComplaintHandler,
    GreetingHandler,
    AsideHandler,
    ProgressHandler,
    SmallTalkHandler,
    ForgetHandler,
    StartHandler,
    ListHandler,
    ConstraintHandler,
    CarryOnHandler,
    LastTimeHandler,
    UnheardHandler,
    OutOfPlaceHandler,
)
"""Red flags outrank everything, then the end of a session; a command out of its place comes last."""

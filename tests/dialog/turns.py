"""Turns made by hand: any meaning in any state, and what our handlers answer to it."""

from dataclasses import replace
from functools import cache

from skill.content.model import Content
from skill.content.store import load_content
from skill.dialog.catalog import Catalog, catalog
from skill.dialog.doubt import in_doubt
from skill.dialog.handlers import HANDLERS
from skill.dialog.known import known_meaning
from skill.dialog.session import Session
from skill.dialog.turn import Reply, Turn
from skill.entry.assembly import SPEECH
from skill.guidance.position import RoutinePosition
from skill.speech.voice import Voices
from skill.understanding.commands import Commands
from skill.understanding.meaning import Meaning
from tests.understanding.saying import recognizer_of

COMPILED = SPEECH / "compiled"
CONTENT = load_content(COMPILED / "content.json")
VOICES = Voices.load(COMPILED)
STATEMENTS = tuple(statement.id for statement in CONTENT.statements)
ROUTINE, OTHER = CONTENT.routines[:2]
PLACE = RoutinePosition(ROUTINE.id, tuple(step.id for step in ROUTINE.steps), stage=0)


@cache
def catalog_of(content: Content = CONTENT) -> Catalog:
    """What is looked up in `content`. Nothing is heard with the trained model."""
    nearest = Commands(COMPILED, VOICES.numbers).nearest
    return catalog(content, nearest, recognizer_of(SPEECH / "model/none.bin", content))


def turn_of(meaning: Meaning, session: Session | None = None, catalog: Catalog | None = None) -> Turn:
    """The turn that the listener makes of `meaning`; the open question stands in the session."""
    there = catalog or catalog_of()
    kept = session or Session()
    return Turn(
        meaning=in_doubt(known_meaning(meaning, there), kept.pending),
        session=replace(kept, pending=None),
        pending=kept.pending,
        voice=VOICES.voice("en-US"),
        catalog=there,
        now=0,
        one_shot=False,
    )


def reply_to(turn: Turn) -> Reply:
    """What the first handler that accepts `turn` answers."""
    return next(handler for handler in (one() for one in HANDLERS) if handler.accepts(turn)).reply(turn)

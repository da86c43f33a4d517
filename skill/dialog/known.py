"""What was meant, and what a session or the storage recalls, without whatever this version of the skill does not know.

A statement or a routine may have been taken out of the document since a session was kept or the model was trained; the
conversation goes on all the same.
"""

from dataclasses import replace

from skill.dialog.catalog import Catalog
from skill.dialog.last_turn import LastTurn
from skill.dialog.session import Ask, Memory, Pending, Session
from skill.guidance.position import RoutinePosition
from skill.understanding.meaning import Asked, Meaning, Referred, Unanswerable
from skill.understanding.routine_request import RoutineRequest

_MOST = 2**40
"""More than any count of turns or seconds since 1970 comes to."""
MORE = "more"
"""Stands among the statements heard for the rest of the first."""


def known_session(session: Session, catalog: Catalog) -> Session:
    """`session`, naming only what there is."""
    there = catalog.statements
    position = _known_position(session.position, catalog)
    heard = tuple(name for name in session.heard if name in there or name == MORE)
    return replace(
        session,
        turn=session.turn if 0 <= session.turn < _MOST else 0,
        missed=session.missed if 0 <= session.missed < _MOST else 0,
        position=position,
        pending=_known_pending(session.pending, position, catalog),
        heard=heard if heard and heard[0] in there else (),
        others=catalog.known_statements(session.others),
        request=session.request and _known_request(session.request, catalog),
    )


def known_meaning(meaning: Meaning, catalog: Catalog) -> Meaning:
    """`meaning`, naming only statements and gaps that there are. A referral or a red flag that is gone stays one."""
    if isinstance(meaning, Asked):
        statements = catalog.known_statements(meaning.statements)
        if not statements:
            return Unanswerable()
        others = catalog.known_statements(meaning.others)
        return replace(
            meaning, statements=statements, others=others, ambiguous=meaning.ambiguous and len(statements) > 1
        )
    if isinstance(meaning, Referred) and meaning.statement not in catalog.statements:
        return replace(meaning, statement="")
    if isinstance(meaning, Unanswerable) and meaning.gap not in catalog.gaps:
        return replace(meaning, gap="")
    return meaning


def known_last_turn(last: LastTurn | None, catalog: Catalog) -> LastTurn | None:
    """`last`, naming only what there is."""
    if last is None or not 0 <= last.now < _MOST:
        return None
    return replace(last, meaning=known_meaning(last.meaning, catalog), session=known_session(last.session, catalog))


def known_memory(memory: Memory, catalog: Catalog) -> Memory:
    """`memory`, naming only what there is."""
    position = _known_position(memory.position, catalog)
    return memory if position is memory.position else replace(memory, position=position)


def _known_position(position: RoutinePosition | None, catalog: Catalog) -> RoutinePosition | None:
    """The place in a routine, unless a step of it is gone or it is no place."""
    if position is None or not catalog.routines.knows(position):
        return None
    stages = len(catalog.routines.stages(position))
    is_place = position.cue >= 0 and -1 <= position.then < stages and 0 <= position.spoken_at < _MOST
    return position if is_place else None


def _known_request(request: RoutineRequest, catalog: Catalog) -> RoutineRequest:
    """`request` without what it names that is on no list: it would be said back."""
    lacked = catalog.recognizer.request(request.lacked).lacked if request.lacked else ""
    return replace(catalog.listed(request), lacked=request.lacked if request.lacked == lacked else "")


def _known_pending(pending: Pending | None, position: RoutinePosition | None, catalog: Catalog) -> Pending | None:
    """The open question, unless it is about something that is gone."""
    if pending is None:
        return None
    statements, routines = catalog.statements.keys(), catalog.routines.by_id.keys()
    named = set(pending.ids)
    fits = {
        Ask.STATEMENT: len(pending.ids) == 1 and named <= statements,
        Ask.ROUTINE: len(pending.ids) == 1 and named <= routines,
        Ask.CHOICE: len(named) >= 2 and (named <= statements or named <= routines),
        Ask.GO_ON: position is not None,
        Ask.AGREED: catalog.routines.knows(RoutinePosition("".join(pending.ids[:1]), pending.ids[1:])),
    }
    return pending if fits.get(pending.ask, True) else None

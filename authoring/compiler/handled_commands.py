"""Whether each command that is declared has behaviour, and each that has behaviour is declared."""

import inspect
import re
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from authoring.compiler.declared_commands import FILE, DeclaredCommand
from skill.errors import Problem

_PROJECT = Path(__file__).parents[2]
_SKILL = _PROJECT / "skill"
_HANDLERS = "skill/dialog/handlers"
_MEMBER = re.compile(r"\bCommand\.(\w+)")


def unhandled_commands(commands: Sequence[DeclaredCommand]) -> list[Problem]:
    """Commands that no handler gives behaviour to, and commands of handlers that are not among `commands`.

    The handlers are imported here and not before: they name members of `Command`, which was perhaps written only now.
    """
    try:
        from skill.dialog.handlers import HANDLERS  # noqa: PLC0415
    except AttributeError as error:
        return list(_vanished(error))
    handled = {command: handler for handler in HANDLERS for command in handler.commands}
    declared = {command.name for command in commands}
    problems = [
        Problem(
            command.path,
            command.line,
            f"'{command.name}' has no behaviour; give it to a handler in {_HANDLERS} that stands in HANDLERS there",
        )
        for command in commands
        if command.name not in handled
    ]
    for command, handler in handled.items():
        if command not in declared:
            path = _in_project(inspect.getfile(handler))
            line = inspect.getsourcelines(handler)[1]
            problems.append(Problem(path, line, _undeclared(f"{handler.__name__} takes '{command}'")))
    return problems


def _vanished(error: AttributeError) -> Iterator[Problem]:
    """The members of `Command` that the skill names and that are no more. Any other error is raised again."""
    from skill.understanding.command import Command  # noqa: PLC0415 - as above

    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_SKILL)]
    if not ours:
        raise error
    frame = ours[-1]
    gone = [member for member in _MEMBER.findall(frame.line or "") if member not in Command.__members__]
    if not gone:
        raise error
    for member in gone:
        yield Problem(_in_project(frame.filename), frame.lineno or 0, _undeclared(f"names Command.{member}"))


def _undeclared(what: str) -> str:
    return f"{what}, which is not declared; declare it in {FILE}, or take it out here"


def _in_project(path: str) -> Path:
    return Path(path).relative_to(_PROJECT)

"""The commands as a Python module: an enum of them, and what else is known of each."""

import json
from collections.abc import Sequence

from authoring.compiler.declared_commands import DeclaredCommand

_HEAD = '''"""Written by the compiler; see `authoring/compiler/command_module.py`. Never edited by hand."""

from enum import StrEnum


class Command(StrEnum):
    """Everything that a listener can tell the coach to do, by its name in `commands.yaml`."""

'''


def command_module(commands: Sequence[DeclaredCommand]) -> str:
    """The source of `skill/understanding/command.py`."""
    members = "".join(
        f'    {command.member} = {json.dumps(command.name)}\n    """{command.means}"""\n' for command in commands
    )
    rows = [f"    {json.dumps(label)}: Command.{command.member},\n" for command in commands for label in command.labels]
    return "".join(
        [
            _HEAD,
            members,
            "\n\n",
            _guiding([command for command in commands if command.guiding]),
            f"LABELS: dict[str, Command] = {{\n{''.join(rows)}}}\n",
            '"""Label of utterances to the command that they mean."""\n',
        ]
    )


def _guiding(commands: Sequence[DeclaredCommand]) -> str:
    rows = "".join(f"        Command.{command.member},\n" for command in commands)
    return (
        f"GUIDING: frozenset[Command] = frozenset(\n    {{\n{rows}    }}\n)\n"
        '"""Commands that make sense only while a stretch is under way."""\n'
    )

"""The commands as a Python module: an enum of them, and what else is known of each."""

import json
from collections.abc import Sequence

from authoring.compiler.declared_commands import DeclaredCommand

_HEAD = '''"""Written by the compiler; see `authoring/compiler/command_module.py`. Never edited by hand."""

from enum import StrEnum


class Command(StrEnum):
    """Everything that a listener can tell the coach to do, by its name in `commands.yaml`."""

'''
_GUIDING = "make sense only while a stretch is under way"
_STEERING = "people give in one breath with something else, and that mean the same whatever follows"


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
            _set("GUIDING", [command for command in commands if command.guiding], _GUIDING),
            _set("STEERING", [command for command in commands if command.steering], _STEERING),
            f"LABELS: dict[str, Command] = {{\n{''.join(rows)}}}\n",
            '"""Label of utterances to the command that they mean."""\n',
        ]
    )


def _set(name: str, commands: Sequence[DeclaredCommand], which: str) -> str:
    rows = "".join(f"        Command.{command.member},\n" for command in commands)
    return f'{name}: frozenset[Command] = frozenset(\n    {{\n{rows}    }}\n)\n"""Commands that {which}."""\n'

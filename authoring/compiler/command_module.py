"""The commands as a Python module: an enum of them, and what else is known of each."""

import json
from collections.abc import Iterable, Sequence

from authoring.compiler.declared_commands import EFFECTS, DeclaredCommand

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
            _group(
                "GUIDING",
                "make sense only while a stretch is under way",
                (command for command in commands if command.guiding),
            ),
            *(
                _group(effect.group, effect.does, (command for command in commands if command.effect == name))
                for name, effect in EFFECTS.items()
            ),
            _group("IDLE", "ask for nothing of the coach", (command for command in commands if command.idle)),
            f"LABELS: dict[str, Command] = {{\n{''.join(rows)}}}\n",
            '"""Label of utterances to the command that they mean."""\n',
        ]
    )


def _group(name: str, does: str, commands: Iterable[DeclaredCommand]) -> str:
    """A set of commands, and what those in it do."""
    rows = "".join(f"        Command.{command.member},\n" for command in commands)
    members = f"\n    {{\n{rows}    }}\n" if rows else ""
    return f'{name}: frozenset[Command] = frozenset({members})\n"""Commands that {does}."""\n'

"""What a label says of the utterances that bear it."""

from skill.understanding.command import LABELS, Command

OFF_TOPIC = "off-topic"
"""The label of another subject altogether."""


def kind_of(label: str) -> str:
    """`answer`, `gap`, `refer`, `urgent`, `cmd` or `off`."""
    start = label.partition("-")[0]
    return start if start in ("gap", "refer", "urgent", "cmd", "off") else "answer"


def command_of(label: str) -> Command | None:
    """The command that `label` means; None if it means no command that there is."""
    return LABELS.get(label)

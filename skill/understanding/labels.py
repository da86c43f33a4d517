"""What a label says of the utterances that bear it."""

OFF_TOPIC = "off-topic"
"""The label of another subject altogether."""


KINDS = ("answer", "gap", "refer", "urgent", "cmd", "talk", "off")
"""What a label can be: a statement, a gap, a referral, a red flag, a command, talk for nothing, another subject."""


def kind_of(label: str) -> str:
    """Which of `KINDS` a label is."""
    start = label.partition("-")[0]
    return start if start in KINDS[1:] else KINDS[0]

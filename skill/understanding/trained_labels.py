"""What the labels of a trained model mean to this version of the document and of the grammar."""

from skill.understanding.command import LABELS, Command
from skill.understanding.labels import kind_of


def known_label(label: str, ids: frozenset[str]) -> str:
    """`label` if the document or the grammar still has what it means; else the label of a gap without a name.

    A model may have been trained on a statement that was taken out since. Red flags and referrals stay: an emergency
    that has no name any more is one all the same, and a personal decision is not ours to take.

    Args:
        label: of the trained model.
        ids: of the document's statements and gaps, among others.
    """
    kind = kind_of(label)
    gone = command_of(label) is None if kind in ("cmd", "talk") else kind in ("answer", "gap") and label not in ids
    return f"gap-{label}" if gone else label


def command_of(label: str) -> Command | None:
    """The command that `label` means; None if it means no command that there is."""
    return LABELS.get(label)

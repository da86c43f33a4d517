"""Several commands in one breath: "ow, no no, stop, stop", "thanks, bye", "next next"."""

from collections.abc import Callable, Container, Iterator

from skill.understanding.command import Command

_MOST_WORDS = 12
"""Words that are looked at: a breath of more is a sentence of its own."""
_LONGEST = 6
"""Words of one command among several, at most."""
_SUPPOSED = 10
"""Words before the end of a sentence among which one says that it is only supposed."""
_Find = Callable[[str], Command | None]


def one_breath(text: str, find: _Find, fillers: Container[str], moving: bool) -> Command | None:
    """The command that `text` comes to, if it is nothing but commands and fillers.

    Args:
        text: what was said, normalised.
        find: gives the command that some words are, word for word.
        fillers: words that change nothing.
        moving: whether a movement is under way, where pain outranks a wish to stop.
    """
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    said = _cut(words, find, fillers)
    if said is None or not said:
        return None
    if len(set(said)) == 1:
        return said[0]
    if not set(said) <= {*_halts(), Command.THANKS}:
        return None
    order = _halts() if moving else reversed(_halts())
    return next(command for command in order if command in said)


def command_at_the_front(text: str, find: _Find, most: int = 8) -> tuple[Command, str] | None:
    """The command that `text` begins with, and what follows: "*let's do it*, i'm standing at the counter".

    Args:
        text: what was said, normalised.
        find: gives the command that some words are, word for word.
        most: words of the command, at most; of one word alone it is none.
    """
    words = text.split()
    for count in range(min(most, len(words) - 1), 1, -1):
        if command := find(" ".join(words[:count])):
            return command, " ".join(words[count:])
    return None


def command_at_the_end(text: str, find: _Find) -> Command | None:
    """The command that `text` ends with, behind a remark: "it's starting to rain, *can we cut it short*"."""
    words = text.split()
    parts = (" ".join(words[-count:]) for count in range(min(_LONGEST + 2, len(words) - 1), 1, -1))
    return next(filter(None, map(find, parts)), None)


def halt_at_an_end(text: str, find: _Find, moving: bool, supposing: Container[str]) -> Command | None:
    """What stops the coach, where `text` ends with it: "dinner's ready, *i have to go*".

    In a movement, what begins with a cry of pain stops it too: "*ow* that's my bad side". What is only supposed stops
    nothing: "if it's daft *i'm off*".

    Args:
        text: what was said, normalised.
        find: gives the command that some words are, word for word.
        moving: whether a movement is under way.
        supposing: words that say that what follows is only supposed.
    """
    words = text.split()
    if moving and _longest((words[:count] for count in range(_LONGEST, 0, -1)), find) is Command.HURTS:
        return Command.HURTS
    if any(word in supposing for word in words[-_SUPPOSED:]):
        return None
    last = _longest((words[-count:] for count in range(_LONGEST, 0, -1)), find)
    return last if last in _halts() and (moving or last is not Command.HURTS) else None


def _halts() -> tuple[Command, ...]:
    """What stops a body or the coach, whatever else is said with it; pain first, which counts most in a movement.

    Named when it is asked for: the compiler imports this module before it writes `Command`.
    """
    return (Command.HURTS, Command.GET_UP, Command.CANCEL, Command.STOP)


def _longest(parts: Iterator[list[str]], find: _Find) -> Command | None:
    """The command of the first of `parts` that is one; of one word alone ("off") only if that is its very name."""
    for part in parts:
        command = find(" ".join(part))
        if command:
            return command if len(part) > 1 or command in (*part, Command.HURTS) else None
    return None


def _cut(words: list[str], find: _Find, fillers: Container[str]) -> tuple[Command, ...] | None:
    """`words`, cut into as few commands and fillers as can be; None if something else is left."""
    parts = _parts(words, find, fillers)
    best: list[tuple[int, tuple[Command, ...]] | None] = [None] * len(words) + [(0, ())]
    for start in reversed(parts):
        for end, command in parts[start]:
            rest, here = best[end], best[start]
            if rest is not None and (here is None or rest[0] + 1 < here[0]):
                best[start] = (rest[0] + 1, rest[1] if command is None else (command, *rest[1]))
    found = best[0]
    return found[1] if found else None


def _parts(words: list[str], find: _Find, fillers: Container[str]) -> dict[int, list[tuple[int, Command | None]]]:
    """Where commands and fillers (None) begin that follow one another from the first word on, and where each ends."""
    parts: dict[int, list[tuple[int, Command | None]]] = {}
    begin = {0}
    for start in range(len(words)):
        if start in begin:
            parts[start] = []
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                part = " ".join(words[start:end])
                command = None if part in fillers else find(part)
                if command or part in fillers:
                    parts[start].append((end, command))
                    begin.add(end)
    return parts

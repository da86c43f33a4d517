"""What did not change is not made again: who compiles after every edit waits for what was edited alone."""

import pickle
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def remembered(*, keep: int = 1) -> Callable[[Callable[_Given, _Made]], Callable[_Given, _Made]]:
    """Let a function that hangs on nothing but what it is given do its work once for the same.

    The same is what has the same digest, which tells the order of what a mapping holds too. Nobody may change what was
    made: whoever asks next gets it as well.

    Args:
        keep: how many of the things made last are remembered.
    """

    def remembering(make: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
        known: dict[bytes, _Made] = {}

        @wraps(make)
        def made(*given: _Given.args, **named: _Given.kwargs) -> _Made:
            key = blake2b(pickle.dumps((given, named))).digest()
            # What was used last stands last.
            known[key] = known.pop(key) if key in known else make(*given, **named)
            if len(known) > keep:
                del known[next(iter(known))]
            return known[key]

        return made

    return remembering

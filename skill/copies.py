"""Copies of frozen dataclasses with some fields changed."""

from typing import TYPE_CHECKING, Any

__all__ = ["replace"]

if TYPE_CHECKING:
    from dataclasses import replace  # whose arguments are checked by name and type
else:

    def replace(original: Any, /, **changes: Any) -> Any:
        """What `dataclasses.replace` returns, for classes whose fields are all given to their constructor.

        That one sets each field by way of `object.__setattr__`, twenty to a session: a tenth of a turn went into it.

        Raises:
            TypeError: there is no such field.
        """
        fields = original.__dataclass_fields__
        if not changes.keys() <= fields.keys():
            raise TypeError(f"{type(original).__name__} has not all of these fields: {', '.join(changes)}")
        state = vars(original) | changes
        if len(state) > len(fields):  # what was worked out of the old fields is left behind
            state = {name: state[name] for name in fields}
        copy = object.__new__(type(original))
        vars(copy).update(state)
        return copy

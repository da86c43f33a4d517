"""The only importer of `ask_sdk_webservice_support`, and why that takes a module of its own.

Version 1.3.3 of that package imports `certvalidator` for its own certificate check. certvalidator
needs oscrypto, whose newest release (1.3.0) reads the version of OpenSSL with a pattern that allows
one patch digit: with OpenSSL 3.0.10 and later the import ends in `LibraryNotFoundError`, even for
a program that brings its own verifiers. (oscrypto issues 75, 78 and 81.)

This project never runs that check, so the modules it wants are stood in for while the package is
imported, whether or not they would have imported, so that every machine runs the same code. A side
effect is that the stock `RequestVerifier` cannot be used by mistake: it fails when called.

This module can go, in favour of a plain import, once a release of oscrypto reads such versions or
the support package stops importing certvalidator at the top of its verifier.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_STOOD_IN = {
    "certvalidator": ("CertificateValidator",),
    "certvalidator.errors": ("ValidationError", "PathError"),
}


class _StandInError(Exception):
    """An exception, as two of the names must be to be caught, and one that nobody can make."""

    def __init__(self, *_: object, **__: object) -> None:
        message = "the stock certificate check is not in use; see skill/web/sdk_support.py"
        raise NotImplementedError(message)


def _stand_in(name: str, members: tuple[str, ...]) -> ModuleType:
    module = ModuleType(name)
    for member in members:
        setattr(module, member, type(member, (_StandInError,), {}))
    return module


@contextmanager
def _certvalidator_stood_in_for() -> Iterator[None]:
    """Put stand-ins into `sys.modules`, and what was there before back again."""
    before = {name: sys.modules.get(name) for name in _STOOD_IN}
    sys.modules.update({name: _stand_in(name, members) for name, members in _STOOD_IN.items()})
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


with _certvalidator_stood_in_for():
    from ask_sdk_webservice_support.verifier import AbstractVerifier
    from ask_sdk_webservice_support.webservice_handler import WebserviceSkillHandler

__all__ = ["AbstractVerifier", "WebserviceSkillHandler"]

"""Which addresses a signing certificate may be fetched from.

The rules are Amazon's ("Host a Custom Skill as a Web Service", checking the signature URL), held
more narrowly: what Amazon never sends (escapes, empty segments, a query) is refused instead of being interpreted.
Dot segments are taken out first, as Amazon says.
"""

import re
from functools import lru_cache

from skill.errors import VerificationError
from skill.web.reasons import Reason

MAX_URL_CHARACTERS = 256
_HOST = "s3.amazonaws.com"
_AUTHORITIES = frozenset({_HOST, f"{_HOST}:443"})
# Each segment begins with something other than a dot.
_PATH = re.compile(r"echo\.api(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")

_REMEMBERED = 8
"""Spellings: Amazon sends one for months."""
_AMAZONS = re.compile(r"https://s3\.amazonaws\.com/echo\.api/echo-api-cert(?:-[1-9][0-9]?)?(?:-ats)?\.pem")


@lru_cache(maxsize=_REMEMBERED)
def normalised(url: str) -> str:
    """The one spelling of a permitted certificate URL; what is fetched and what the cache knows.

    Raises `VerificationError` (`url_…`) for every address that is not permitted.
    """
    if len(url) > MAX_URL_CHARACTERS:
        raise VerificationError(Reason.URL_TOO_LONG)
    scheme, _, rest = url.partition("://")
    if scheme.lower() != "https":
        raise VerificationError(Reason.URL_SCHEME)
    authority, _, path = rest.partition("/")
    if authority.lower() not in _AUTHORITIES:
        raise VerificationError(Reason.URL_HOST)
    path = _without_dots(path)
    if not _PATH.fullmatch(path):
        raise VerificationError(Reason.URL_PATH)
    return f"https://{_HOST}/{path}"


def has_amazons_form(url: str) -> bool:
    """Whether a normalised URL is one of the two hundred that look like those Amazon has used so far."""
    return _AMAZONS.fullmatch(url) is not None


def _without_dots(path: str) -> str:
    """`path` with its dot segments resolved (RFC 3986, 5.2.4)."""
    resolved: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del resolved[-1:]
        elif segment != ".":
            resolved.append(segment)
    return "/".join(resolved)

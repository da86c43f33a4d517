"""Which addresses a signing certificate may be fetched from.

The rules are Amazon's ("Host a Custom Skill as a Web Service", checking the signature URL), held
more narrowly: what Amazon never sends (another spelling of the same address, dot segments, escapes,
a query) is refused instead of being interpreted.
"""

import re

from skill.errors import VerificationError
from skill.web.reasons import Reason

MAX_URL_CHARACTERS = 256
_HOST = "s3.amazonaws.com"
_AUTHORITIES = frozenset({_HOST, f"{_HOST}:443"})
# Each segment begins with something other than a dot, which leaves no "." and no "..".
_PATH = re.compile(r"echo\.api(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")


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
    if not _PATH.fullmatch(path):
        raise VerificationError(Reason.URL_PATH)
    return f"https://{_HOST}/{path}"

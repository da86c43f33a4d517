"""Which endpoint of Amazon's is connected to, and on whose behalf."""

from dataclasses import dataclass, field

REGIONS = ("NA", "EU", "FE")
"""As Amazon calls them: North America, Europe, Far East."""


@dataclass(frozen=True)
class Endpoint:
    """What the debugging endpoint wants to know."""

    skill_id: str
    """The skill whose requests are answered here."""
    region: str
    """The developer account's, one of `REGIONS`."""
    token: str = field(repr=False)
    """The developer's access token."""
    url: str = ""
    """Another address than Amazon's, as in tests."""

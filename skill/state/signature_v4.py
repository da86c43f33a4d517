"""Signing requests to AWS: "Create a signed AWS API request", IAM User Guide, Signature Version 4."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Credentials:
    """Who signs."""

    key_id: str
    """The access key's id; public."""
    secret: str = field(repr=False)
    """The access key itself."""
    token: str = field(default="", repr=False)
    """Goes with temporary keys, as a function of Lambda has them."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The credentials in the variables that Lambda sets. Raises `KeyError` if one is missing."""
        return cls(
            key_id=environment["AWS_ACCESS_KEY_ID"],
            secret=environment["AWS_SECRET_ACCESS_KEY"],
            token=environment.get("AWS_SESSION_TOKEN", ""),
        )


@dataclass(frozen=True)
class Scope:
    """What a signature is good for."""

    region: str
    """For example eu-west-1."""
    service: str
    """For example dynamodb."""


def signed_headers(
    headers: Mapping[str, str], body: bytes, at: datetime, who: Credentials, scope: Scope
) -> dict[str, str]:
    """The headers of a POST to `/`, and those that sign it.

    Args:
        headers: all that are sent, `host` among them, named in lower case.
        body: what is sent.
        at: the moment, in UTC.
        who: signs.
        scope: what the signature is for.
    """
    moment = at.strftime("%Y%m%dT%H%M%SZ")
    named = dict(headers) | {"x-amz-date": moment}
    if who.token:
        named["x-amz-security-token"] = who.token
    names = ";".join(sorted(named))
    lines = [f"{name}:{named[name].strip()}" for name in sorted(named)]
    request = "\n".join(["POST", "/", "", *lines, "", names, hashlib.sha256(body).hexdigest()])
    place = f"{moment[:8]}/{scope.region}/{scope.service}/aws4_request"
    to_sign = "\n".join([_ALGORITHM, moment, place, hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{who.secret}".encode()
    for part in place.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    named["authorization"] = (
        f"{_ALGORITHM} Credential={who.key_id}/{place}, SignedHeaders={names}, Signature={signature}"
    )
    return named

"""`python -m deployment.images [--check | --upgrade]`: which images Dockerfile and compose.yaml mean, by digest.

A tag says which image is wanted, and may be another one tomorrow; a digest is the one. Without an option the digests
that are missing are asked of the registries and written in, with `--upgrade` all of them; `--check` asks nobody, and
says which images are still known by their tag alone.
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

from deployment.target import ROOT

FILES = ("Dockerfile", "compose.yaml")
"""Where images are named."""

_LINE = re.compile(r"(?m)^(?P<before>FROM |\s+image: )(?P<name>[^\s:@]+):(?P<tag>[^\s@]+)(?:@(?P<digest>\S+))?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_REGISTRY = "registry-1.docker.io"
"""Docker's own, where a name without a host is looked up; and there, one without an owner in `library`."""
_KINDS = "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json"
"""What names an image for every processor; a manifest alone would be of one."""
_CHALLENGE = re.compile(r'(\w+)="([^"]*)"')
_PATIENCE_S = 10


class UnknownDigestError(Exception):
    """A registry did not say which image a tag stands for."""


@dataclass(frozen=True)
class Image:
    """An image, as a file names it."""

    name: str
    """Without tag and digest, such as caddy."""
    tag: str
    """Such as 2.10-alpine."""
    digest: str = ""
    """Which one it is; empty where the tag alone says so."""

    def __str__(self) -> str:
        """As the files write it."""
        return f"{self.name}:{self.tag}" + (f"@{self.digest}" if self.digest else "")


def named_in(text: str) -> list[Image]:
    """The images that the text of a file names, in order."""
    return [Image(found["name"], found["tag"], found["digest"] or "") for found in _LINE.finditer(text)]


def by_tag_alone(folder: Path = ROOT) -> list[Image]:
    """The images of which no file says which one they are."""
    named = (image for file in FILES for image in named_in((folder / file).read_text(encoding="utf-8")))
    return list(dict.fromkeys(image for image in named if not _DIGEST.fullmatch(image.digest)))


def digest_of(image: Image, registry: str = f"https://{_REGISTRY}") -> str:
    """The digest of what the tag stands for now, as the registry says.

    Raises:
        UnknownDigestError: it does not say.
    """
    repository = image.name if "/" in image.name else f"library/{image.name}"
    request = urllib.request.Request(f"{registry}/v2/{repository}/manifests/{image.tag}", method="HEAD")  # noqa: S310 - of our own making
    request.add_header("Accept", _KINDS)
    try:
        headers = _answered(request)
    except (OSError, ValueError, KeyError) as error:
        raise UnknownDigestError(f"{error}") from error
    digest = headers.get("Docker-Content-Digest", "")
    if not _DIGEST.fullmatch(digest):
        raise UnknownDigestError("the registry answers without a digest")
    return digest


def _answered(request: urllib.request.Request) -> HTTPMessage:
    """The headers of the answer; a registry first asks for a token, which it gives to anybody."""
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310
            return answer.headers  # type: ignore[no-any-return]
    except urllib.error.HTTPError as error:
        if error.code != 401:
            raise
        challenge = dict(_CHALLENGE.findall(error.headers["WWW-Authenticate"]))
    if urllib.parse.urlsplit(challenge["realm"]).scheme != request.type:
        raise ValueError("the registry sends elsewhere for a token")
    query = urllib.parse.urlencode({key: challenge[key] for key in ("service", "scope")})
    with urllib.request.urlopen(f"{challenge['realm']}?{query}", timeout=_PATIENCE_S) as answer:  # noqa: S310
        token = json.load(answer)["token"]
    request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:  # noqa: S310
        return answer.headers  # type: ignore[no-any-return]


def renew(folder: Path = ROOT, *, upgrade: bool, registry: str = f"https://{_REGISTRY}") -> Iterator[str]:
    """Write digests into the files, all or those that are missing, and say what changed and what is still by tag."""
    known: dict[Image, str] = {}
    unknown: set[Image] = set()
    for file in FILES:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        for image in named_in(text):
            tagged = Image(image.name, image.tag)
            if tagged in known or tagged in unknown or (image.digest and not upgrade):
                continue
            try:
                known[tagged] = digest_of(tagged, registry)
            except UnknownDigestError as error:
                unknown.add(tagged)
                yield f"{tagged}: its digest is not known ({error}); {_STILL}"
        written = _LINE.sub(lambda found: found["before"] + _held(found, known), text)
        path.write_text(written, encoding="utf-8")
        for before, after in zip(named_in(text), named_in(written), strict=True):
            if before != after:
                yield f"{file}: {before} -> {after}"
    yield from (f"{image}: {_STILL}" for image in by_tag_alone(folder) if image not in unknown)


_STILL = "by its tag alone, which may be another image tomorrow: `make renew` where the registry can be reached"


def _held(found: re.Match[str], known: dict[Image, str]) -> str:
    digest = known.get(Image(found["name"], found["tag"]), found["digest"] or "")
    return str(Image(found["name"], found["tag"], digest))


def main() -> int:
    """Write digests in, or only say which are missing; 1 if any is."""
    if "--check" in sys.argv[1:]:
        lines = [f"{image}: {_STILL}" for image in by_tag_alone()]
    else:
        lines = list(renew(upgrade="--upgrade" in sys.argv[1:]))
    for line in lines:
        print(line)
    return 1 if by_tag_alone() else 0


if __name__ == "__main__":
    sys.exit(main())

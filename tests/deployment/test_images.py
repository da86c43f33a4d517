"""Images are held to their digests: what a registry says is written down, and what it does not is said."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deployment.images import FILES, Image, UnknownDigestError, by_tag_alone, digest_of, named_in, renew
from deployment.target import ROOT

DIGEST = "sha256:" + "5e" * 32
NEWER = "sha256:" + "6f" * 32


class Registry(BaseHTTPRequestHandler):
    """Knows python alone, and asks for a token first, as registries do."""

    digest = DIGEST

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self._answer(200, {}, b'{"token": "anybody"}')

    def do_HEAD(self) -> None:
        host = self.headers["Host"]
        if self.headers["Authorization"] != "Bearer anybody":
            challenge = f'Bearer realm="http://{host}/token",service="registry",scope="repository:pull"'
            self._answer(401, {"WWW-Authenticate": challenge})
        elif self.path == "/v2/library/python/manifests/3.13-slim-bookworm" and "index" in self.headers["Accept"]:
            self._answer(200, {"Docker-Content-Digest": self.digest})
        else:
            self._answer(404, {})

    def _answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def registry() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Registry) as server:
        server.asked = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        assert set(server.asked) <= {"/token?service=registry&scope=repository%3Apull"}  # type: ignore[attr-defined]
        server.shutdown()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project's own files, as if no digest were known yet."""
    for file in FILES:
        text = (ROOT / file).read_text(encoding="utf-8")
        for image in named_in(text):
            text = text.replace(str(image), f"{image.name}:{image.tag}")
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def named(folder: Path) -> list[Image]:
    return [image for file in FILES for image in named_in((folder / file).read_text(encoding="utf-8"))]


def test_every_image_of_the_project_is_held_by_its_digest() -> None:
    said = " ".join((ROOT / file).read_text(encoding="utf-8") for file in FILES)
    assert len(named(ROOT)) == said.count("FROM ") + said.count("image: ") == 3
    assert all(image.tag != "latest" for image in named(ROOT))
    assert by_tag_alone(ROOT) == []


def test_digests_are_written_once_known_and_the_rest_is_said(project: Path, registry: str) -> None:
    lines = list(renew(project, upgrade=False, registry=registry))
    python, again, caddy = named(project)
    assert (python.digest, again.digest, caddy.digest) == (DIGEST, DIGEST, "")
    assert by_tag_alone(project) == [caddy]
    assert [line.split(": ")[0] for line in lines] == ["Dockerfile", "Dockerfile", str(caddy)]
    assert "404" in lines[2]
    assert "by its tag alone" in lines[2]
    assert f"FROM {python} AS build\n" in (project / "Dockerfile").read_text(encoding="utf-8")


def test_a_known_digest_stays_until_it_is_renewed(
    project: Path, registry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(renew(project, upgrade=False, registry=registry))
    monkeypatch.setattr(Registry, "digest", NEWER)
    list(renew(project, upgrade=False, registry=registry))
    assert named(project)[0].digest == DIGEST
    list(renew(project, upgrade=True, registry=registry))
    assert named(project)[0].digest == NEWER


def test_without_a_registry_nothing_changes(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = shutil.copytree(project, tmp_path_factory.mktemp("before") / "copy")
    lines = list(renew(project, upgrade=True, registry="http://127.0.0.1:1"))
    assert all((project / file).read_bytes() == (before / file).read_bytes() for file in FILES)
    assert len([line for line in lines if "not known" in line]) == len(lines) == len(set(named(project)))


@pytest.mark.parametrize("digest", ["", "sha256:5e", "md5:" + "5e" * 32])
def test_what_is_no_digest_is_not_believed(digest: str, registry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Registry, "digest", digest)
    with pytest.raises(UnknownDigestError, match="without a digest"):
        digest_of(Image("python", "3.13-slim-bookworm"), registry)

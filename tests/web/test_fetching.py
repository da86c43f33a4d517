"""The real fetch, against a real TLS server of our own."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from skill.errors import VerificationError
from skill.web.certificates import amazon_authority
from skill.web.fetching import MAX_FILE_BYTES, HttpsFetch
from skill.web.reasons import Reason
from tests.web.authority import DAY, Holder, certificate, ec_key

BODIES = {"/file": b"a chain", "/largest": b"x" * MAX_FILE_BYTES}


class Pages(BaseHTTPRequestHandler):
    """Serves a file, and everything that is not to be taken for one."""

    stop = threading.Event()

    def do_GET(self) -> None:
        if self.path in BODIES:
            self._send(200, BODIES[self.path])
        elif self.path == "/redirect":
            self._send(302, b"", Location="/file")
        elif self.path == "/huge":
            self._send(200, b"x" * (MAX_FILE_BYTES + 1))
        elif self.path == "/silent":
            self.stop.wait(10)
        elif self.path == "/drip":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self._drip()
        elif self.path == "/drip-headers":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: ")
            self._drip()
        else:
            self._send(404, b"no such file")

    def _drip(self) -> None:
        for _ in range(600):
            if self.stop.wait(0.05):
                return
            self.wfile.write(b"x")
            self.wfile.flush()

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what is tested."""


def today() -> tuple[datetime, datetime]:
    """TLS reads the machine's clock, not an injected one."""
    return datetime.now(UTC) - DAY, datetime.now(UTC) + DAY


@pytest.fixture(scope="module")
def tls_root() -> Holder:
    return certificate("TLS Root", ec_key(), None, is_ca=True, valid=today())


@pytest.fixture(scope="module")
def origin(tls_root: Holder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    names = (x509.IPAddress(ip_address("127.0.0.1")),)
    host = certificate("Host", ec_key(), tls_root, names=names, valid=today())
    folder = tmp_path_factory.mktemp("host")
    files = [folder / "chain.pem", folder / "key.pem"]
    files[0].write_bytes(host.pem)
    files[1].write_bytes(host.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(str(files[0]), str(files[1]))
    server = QuietServer(("127.0.0.1", 0), Pages)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    Pages.stop.clear()
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    Pages.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def fetch(tls_root: Holder) -> HttpsFetch:
    return HttpsFetch(ssl.create_default_context(cadata=tls_root.pem.decode()), timeout_s=10)


def test_a_file(fetch: HttpsFetch, origin: str) -> None:
    assert fetch(f"{origin}/file") == b"a chain"


def test_the_largest_file(fetch: HttpsFetch, origin: str) -> None:
    assert len(fetch(f"{origin}/largest")) == MAX_FILE_BYTES


@pytest.mark.parametrize("page", ["redirect", "missing", "huge"])
def test_what_is_not_the_file(page: str, fetch: HttpsFetch, origin: str) -> None:
    with pytest.raises(VerificationError) as caught:
        fetch(f"{origin}/{page}")
    assert caught.value.reason == Reason.CERTIFICATE_NOT_SERVED


@pytest.mark.parametrize("page", ["silent", "drip", "drip-headers"])
def test_a_host_that_takes_too_long(page: str, fetch: HttpsFetch, origin: str) -> None:
    hasty = HttpsFetch(fetch.tls, timeout_s=0.5)
    with pytest.raises(TimeoutError):
        hasty(f"{origin}/{page}")


def test_a_name_server_that_is_silent(fetch: HttpsFetch, monkeypatch: pytest.MonkeyPatch) -> None:
    hasty = HttpsFetch(fetch.tls, timeout_s=0.2)
    asked: list[str] = []
    over = threading.Event()

    def silent(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        over.wait(30)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            hasty("https://silent.invalid/file")
    # A look-up cannot be ended: those who come meanwhile wait for the one that is under way.
    assert asked == ["silent.invalid"]
    over.set()
    with pytest.raises(socket.gaierror):
        HttpsFetch(fetch.tls, timeout_s=30)("https://silent.invalid/file")


def test_the_second_address_of_a_host(fetch: HttpsFetch, origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(origin.rpartition(":")[2])
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = unused.getsockname()
        found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", one) for one in (closed, ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        assert fetch(f"{origin}/file") == b"a chain"


@pytest.mark.parametrize("host", ["x" * 64 + ".invalid", "a..b"])
def test_what_cannot_be_the_name_of_a_host(host: str, fetch: HttpsFetch) -> None:
    with pytest.raises(socket.gaierror):
        fetch(f"https://{host}/file")


def test_a_host_that_is_not_who_it_should_be(origin: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        HttpsFetch(ssl.create_default_context())(f"{origin}/file")


def test_a_host_that_is_not_there(fetch: HttpsFetch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError):
            fetch(f"https://127.0.0.1:{unused.getsockname()[1]}/file")


def test_amazon_is_trusted_by_public_roots() -> None:
    authority = amazon_authority()
    names = {root.subject.rfc4514_string() for root in authority.roots}
    assert "CN=Amazon Root CA 1,O=Amazon,C=US" in names
    assert isinstance(authority.fetch, HttpsFetch)
    assert authority.fetch.timeout_s == 2.0
    assert authority.fetch.tls.verify_mode is ssl.CERT_REQUIRED
    assert authority.fetch.tls.check_hostname

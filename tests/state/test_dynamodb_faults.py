"""DynamoDB slow, throttled, broken and absent. What never answers must still let the turn go on."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from skill.errors import StateError
from skill.state.dynamodb import DynamoDbAdapter
from skill.state.dynamodb_client import DynamoDbClient, Endpoint
from skill.state.signature_v4 import Credentials
from tests.state import dynalite
from tests.state.requests import SECRET, request

ITEM = {"Item": {"attributes": {"S": '{"place":7}'}, "expires": {"N": "99999999999"}}}
SPACE = "com.amazonaws.dynamodb.v20120810#"


@dataclass
class Table:
    """What answers in DynamoDB's place: one word of the script a request, the last one for ever."""

    script: list[str] = field(default_factory=lambda: ["ok"])
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def next(self, operation: str) -> str:
        self.asked.append(operation)
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


ANSWERS: dict[str, tuple[int, bytes]] = {
    "ok": (200, json.dumps(ITEM).encode()),
    "nothing kept": (200, b"{}"),
    "throttled": (400, json.dumps({"__type": f"{SPACE}ProvisionedThroughputExceededException"}).encode()),
    "slow down": (400, json.dumps({"__type": f"{SPACE}ThrottlingException"}).encode()),
    "broken": (500, json.dumps({"__type": f"{SPACE}InternalServerError"}).encode()),
    "unavailable": (503, b"<html>Service Unavailable</html>"),
    "denied": (400, json.dumps({"__type": f"{SPACE}AccessDeniedException", "message": "WHO"}).encode()),
    "no table": (400, json.dumps({"__type": f"{SPACE}ResourceNotFoundException"}).encode()),
    "garbage": (200, b"\xff\xfe{"),
    "a list": (200, b"[]"),
}


@contextmanager
def serving(table: Table) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            word = table.next(self.headers["X-Amz-Target"].rpartition(".")[2])
            if word == "silent":
                table.over.wait(30)
            elif word == "hangs up":
                self.close_connection = True
            elif word == "drips":
                self.send_response(200)
                self.send_header("Content-Length", "1000000")
                self.end_headers()
                self._drip()
            elif word == "drips headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
                self._drip()
            else:
                status, body = ANSWERS[word]
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def _drip(self) -> None:
            for _ in range(300):
                self.wfile.write(b"{")
                self.wfile.flush()
                if table.over.wait(0.1):
                    return

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Clients that hang up are what is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        table.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def adapter_of(url: str) -> Iterator[DynamoDbAdapter]:
    with closing(dynalite.client(url)) as client:
        yield DynamoDbAdapter(client, dynalite.TABLE, SECRET)


@pytest.mark.parametrize(
    ("script", "times"),
    [
        ("silent", 2),
        ("drips", 2),
        ("drips headers", 2),
        ("throttled", 2),
        ("slow down", 2),
        ("broken", 2),
        ("unavailable", 2),
        ("hangs up", 2),
        ("garbage", 2),
        ("a list", 2),
        ("denied", 1),
        ("no table", 1),
    ],
)
def test_it_gives_up(script: str, times: int, caplog: pytest.LogCaptureFixture) -> None:
    table = Table([script])
    with serving(table) as url, adapter_of(url) as adapter:
        for operation, attempt in (
            ("GetItem", adapter.get_attributes),
            ("PutItem", lambda one: adapter.save_attributes(one, {"secret": "words"})),
            ("DeleteItem", adapter.delete_attributes),
        ):
            table.asked.clear()
            with pytest.raises(StateError) as caught:
                attempt(request("amzn1.ask.account.WHO"))
            assert table.asked == [operation] * times
            assert "WHO" not in str(caught.value)
        table.script = ["ok"]
        assert adapter.get_attributes(request()) == {"place": 7}
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    assert [line["event"] for line in lines] == ["state_failed"] * 3
    assert "WHO" not in caplog.text
    assert "words" not in caplog.text


@pytest.mark.parametrize("first", ["throttled", "slow down", "broken", "unavailable", "hangs up", "garbage"])
def test_once_is_forgiven(first: str) -> None:
    table = Table([first, "ok"])
    with serving(table) as url, adapter_of(url) as adapter:
        assert adapter.get_attributes(request()) == {"place": 7}
    assert table.asked == ["GetItem"] * 2


def test_a_connection_that_died_while_idle(dynamodb: str) -> None:
    with adapter_of(dynamodb) as adapter:
        adapter.save_attributes(request("idle"), {"place": 1})
        connection = adapter._client._threads.connection
        connection.sock.shutdown(2)  # as an idle connection is cut by whoever stands between
        assert adapter.get_attributes(request("idle")) == {"place": 1}


def test_absent() -> None:
    with adapter_of(f"http://127.0.0.1:{dynalite.free_port()}") as adapter, pytest.raises(StateError):
        adapter.get_attributes(request())


def test_a_host_that_does_not_exist() -> None:
    with adapter_of("http://dynamodb.invalid") as adapter, pytest.raises(StateError):
        adapter.get_attributes(request())


def test_a_name_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    asked: list[object] = []

    def silent(host: object, *_: object, **__: object) -> list[object]:
        asked.append(host)
        over.wait(30)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    with adapter_of("https://dynamodb.silent.invalid") as adapter, pytest.raises(StateError, match="TimeoutError"):
        adapter.get_attributes(request())
    # A look-up cannot be ended, so the second try waits for the first one's.
    assert asked == ["dynamodb.silent.invalid"]
    over.set()


def test_a_host_without_the_right_certificate() -> None:
    with serving(Table()) as url:
        secure = url.replace("http:", "https:")
        with adapter_of(secure) as adapter, pytest.raises(StateError):
            adapter.get_attributes(request())


def test_no_credentials() -> None:
    with serving(Table()) as url:
        client = DynamoDbClient(Endpoint(url, "us-east-1"), lambda: Credentials.of({}))
        with closing(client), pytest.raises(StateError, match="AWS_ACCESS_KEY_ID"):
            client.call("GetItem", {})


def test_one_connection_serves_many_turns() -> None:
    table = Table()
    with serving(table) as url, adapter_of(url) as adapter:
        adapter.get_attributes(request())
        first = adapter._client._threads.connection.sock
        for _ in range(5):
            adapter.get_attributes(request())
        assert adapter._client._threads.connection.sock is first


def test_amazon_is_where_it_is() -> None:
    assert Endpoint.of_region("eu-west-1").url == "https://dynamodb.eu-west-1.amazonaws.com"

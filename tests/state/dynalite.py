"""DynamoDB's wire protocol on this machine: npm's dynalite, and the client that reaches it."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from skill.errors import StateError
from skill.state.dynamodb_client import DynamoDbClient, Endpoint
from skill.state.signature_v4 import Credentials
from tests.browser import needed

TABLE = "users"
REGION = "us-east-1"
_HOW = {
    "TableName": TABLE,
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def client(url: str) -> DynamoDbClient:
    return DynamoDbClient(Endpoint(url, REGION), lambda: Credentials("AKIDEXAMPLE", "secret", "token"))


@contextmanager
def running() -> Iterator[str]:
    """The address of a fresh DynamoDB with our table in it."""
    port = free_port()
    command = [needed.node(), str(needed.package("dynalite") / "cli.js"), "--port", str(port), "--createTableMs", "50"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _make_table(url)
        yield url
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _make_table(url: str) -> None:
    """As real tables do, it takes a moment to become active."""
    caller = client(url)
    for _ in range(600):
        try:
            found = caller.call("DescribeTable", {"TableName": TABLE}, 2)
        except StateError as error:
            if "ResourceNotFound" in str(error):
                caller.call("CreateTable", _HOW, 2)
        else:
            if found["Table"]["TableStatus"] == "ACTIVE":
                caller.close()
                return
        time.sleep(0.05)
    raise AssertionError("dynalite did not start")

"""Signatures against those that AWS's own library (botocore 1.44) made of the same requests."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skill.state.signature_v4 import Credentials, Scope, signed_headers

VECTORS = json.loads((Path(__file__).parent / "signatures.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["region"]))
def test_signatures_are_those_of_the_official_client(vector: dict[str, str]) -> None:
    headers = {
        "host": f"dynamodb.{vector['region']}.amazonaws.com",
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.GetItem",
    }
    who = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", vector["token"])
    at = datetime(2026, 11, 22, 15, 30, 58, tzinfo=UTC)
    signed = signed_headers(headers, vector["body"].encode(), at, who, Scope(vector["region"], "dynamodb"))
    assert signed["authorization"] == vector["authorization"]
    assert signed.get("x-amz-security-token", "") == vector["token"]


def test_secrets_are_not_printed() -> None:
    assert "hidden" not in repr(Credentials("id", "hidden", "hidden"))

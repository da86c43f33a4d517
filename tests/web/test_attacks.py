"""Everything that must not pass for a request of Amazon's, and what resembles it but must pass."""

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import BadStatusLine
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from skill.errors import VerificationError
from skill.web.reasons import Reason
from tests.web.authority import ThrowAwayAuthority, rsa_key, served_chains
from tests.web.sender import SKILL_ID, URL, Sender, envelope, timestamp

GONE = object()
BASE = "https://s3.amazonaws.com"
EVENT = {"type": "AlexaSkillEvent.SkillDisabled"}


@dataclass(frozen=True)
class Attack:
    """One request: proper but for what is named, and why it is refused (None: it is not)."""

    name: str
    reason: Reason | None
    url: str = URL
    chain: str = "good"
    host_raises: Exception | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    """Headers that replace the proper ones; None leaves one out."""
    change: Mapping[str, Any] = field(default_factory=dict)
    """What is different in the envelope before it is signed, by dotted path."""
    append: bytes = b""
    """What is added to the body after it was signed."""
    request: Mapping[str, Any] | None = None
    """What stands in place of the intent request."""


def url(name: str, address: str, reason: Reason | None) -> Attack:
    return Attack(f"URL: {name}", reason, url=address)


def chain(name: str, reason: Reason | None) -> Attack:
    return Attack(f"chain: {name}", reason, chain=name)


def host(name: str, error: Exception, reason: Reason) -> Attack:
    return Attack(f"host: {name}", reason, host_raises=error)


def header(name: str, reason: Reason | None, **headers: str | None) -> Attack:
    spelled = {key.replace("_", "-"): value for key, value in headers.items()}
    return Attack(f"header: {name}", reason, headers=spelled)


def said(name: str, reason: Reason | None, path: str, value: object) -> Attack:
    return Attack(f"body: {name}", reason, change={path: value})


def event(name: str, reason: Reason | None, offset_s: float) -> Attack:
    stamp = {"request.timestamp": timestamp(offset_s)}
    return Attack(f"event: {name}", reason, request=EVENT, change=stamp)


ATTACKS = (
    url("as Amazon sends it", URL, None),
    url("port 443", f"{BASE}:443/echo.api/echo-api-cert-12.pem", None),
    url("scheme and host in capitals", "HTTPS://S3.AmazonAWS.com/echo.api/c.pem", None),
    url("a folder below", f"{BASE}/echo.api/2026/c.pem", None),
    url("http", "http://s3.amazonaws.com/echo.api/c.pem", Reason.URL_SCHEME),
    url("file", "file:///echo.api/c.pem", Reason.URL_SCHEME),
    url("no scheme", "//s3.amazonaws.com/echo.api/c.pem", Reason.URL_SCHEME),
    url("one slash", "https:/s3.amazonaws.com/echo.api/c.pem", Reason.URL_SCHEME),
    url("another host", "https://example.com/echo.api/c.pem", Reason.URL_HOST),
    url("host as a prefix", "https://s3.amazonaws.com.example.com/echo.api/c", Reason.URL_HOST),
    url("host as a suffix", "https://notas3.amazonaws.com/echo.api/c.pem", Reason.URL_HOST),
    url("a trailing dot", "https://s3.amazonaws.com./echo.api/c.pem", Reason.URL_HOST),
    url("user", "https://user@s3.amazonaws.com/echo.api/c.pem", Reason.URL_HOST),
    url("host as the user", "https://s3.amazonaws.com@example.com/echo.api/c", Reason.URL_HOST),
    url("another port", f"{BASE}:563/echo.api/c.pem", Reason.URL_HOST),
    url("a port that is none", f"{BASE}:https/echo.api/c.pem", Reason.URL_HOST),
    url("an empty port", f"{BASE}:/echo.api/c.pem", Reason.URL_HOST),
    url("port 0443", f"{BASE}:0443/echo.api/c.pem", Reason.URL_HOST),
    url("backslash", "https://s3.amazonaws.com\\echo.api\\c.pem", Reason.URL_HOST),
    url("no path", BASE, Reason.URL_PATH),
    url("another path", f"{BASE}/invalid.path/c.pem", Reason.URL_PATH),
    url("path in capitals", f"{BASE}/EcHo.aPi/c.pem", Reason.URL_PATH),
    url("a longer folder", f"{BASE}/echo.api.example/c.pem", Reason.URL_PATH),
    url("the folder itself", f"{BASE}/echo.api/", Reason.URL_PATH),
    url("up and out", f"{BASE}/echo.api/../other/c.pem", Reason.URL_PATH),
    url("up and back", f"{BASE}/echo.api/../echo.api/c.pem", None),
    url("up beyond the top", f"{BASE}/../../echo.api/c.pem", None),
    url("a dot segment", f"{BASE}/echo.api/./c.pem", None),
    url("up from within", f"{BASE}/other/../c.pem", Reason.URL_PATH),
    url("up at the end", f"{BASE}/echo.api/c.pem/..", Reason.URL_PATH),
    url("up from nowhere", f"{BASE}/echo.api//../c.pem/x//y", Reason.URL_PATH),
    url("encoded dots", f"{BASE}/echo.api/%2e%2e/other/c.pem", Reason.URL_PATH),
    url("encoded slash", f"{BASE}/echo.api%2fc.pem", Reason.URL_PATH),
    url("empty segment", f"{BASE}/echo.api//c.pem", Reason.URL_PATH),
    url("query", f"{BASE}/echo.api/c.pem?n=1", Reason.URL_PATH),
    url("fragment", f"{BASE}/echo.api/c.pem#n", Reason.URL_PATH),
    url("tab", f"{BASE}/echo.api/c\t.pem", Reason.URL_PATH),
    url("space at the end", f"{BASE}/echo.api/c.pem /x", Reason.URL_PATH),
    url("other letters", f"{BASE}/echo.api/ç.pem", Reason.URL_PATH),
    url("20,000 characters", f"{BASE}/echo.api/{'c' * 20_000}", Reason.URL_TOO_LONG),
    url("257 characters", f"{BASE}/echo.api/".ljust(257, "c"), Reason.URL_TOO_LONG),
    url("256 characters", f"{BASE}/echo.api/".ljust(256, "c"), None),
    chain("cross-signed root at the end", None),
    chain("wrong name", Reason.CHAIN_UNTRUSTED),
    chain("name within a name", Reason.CHAIN_UNTRUSTED),
    chain("wildcard of another level", Reason.CHAIN_UNTRUSTED),
    chain("wildcard of Amazon's", Reason.CHAIN_UNTRUSTED),
    chain("name in capitals", None),
    chain("not for signing", Reason.KEY_UNSUITABLE),
    chain("no name", Reason.CHAIN_UNTRUSTED),
    chain("expired leaf", Reason.CHAIN_UNTRUSTED),
    chain("leaf not yet valid", Reason.CHAIN_UNTRUSTED),
    chain("unknown root", Reason.CHAIN_UNTRUSTED),
    chain("self-signed leaf", Reason.CHAIN_UNTRUSTED),
    chain("issued by a leaf", Reason.CHAIN_UNTRUSTED),
    chain("intermediate missing", Reason.CHAIN_UNTRUSTED),
    chain("a CA as the signer", Reason.CHAIN_UNTRUSTED),
    chain("short RSA key", Reason.KEY_UNSUITABLE),
    chain("EC key", Reason.KEY_UNSUITABLE),
    chain("trusted chain under another label", Reason.CHAIN_UNREADABLE),
    chain("trusted chain under the old label", Reason.CHAIN_UNREADABLE),
    chain("forged leaf before a trusted chain", Reason.CHAIN_UNTRUSTED),
    chain("forged leaf behind a trusted chain", Reason.SIGNATURE_WRONG),
    chain("not PEM", Reason.CHAIN_UNREADABLE),
    chain("PEM of something else", Reason.CHAIN_UNREADABLE),
    chain("nothing", Reason.CHAIN_UNREADABLE),
    chain("DER", Reason.CHAIN_UNREADABLE),
    chain("truncated", Reason.CHAIN_UNREADABLE),
    chain("over 64 KiB", Reason.CHAIN_TOO_LARGE),
    host("time-out", TimeoutError(), Reason.CERTIFICATE_UNREACHABLE),
    host("refused", ConnectionRefusedError(), Reason.CERTIFICATE_UNREACHABLE),
    host("not HTTP", BadStatusLine("?"), Reason.CERTIFICATE_UNREACHABLE),
    host("an error of its own", KeyError("x"), Reason.CERTIFICATE_UNREACHABLE),
    host(
        "redirect",
        VerificationError(Reason.CERTIFICATE_NOT_SERVED),
        Reason.CERTIFICATE_NOT_SERVED,
    ),
    header("no certificate URL", Reason.HEADER_MISSING, SignatureCertChainUrl=None),
    header("no signature", Reason.HEADER_MISSING, Signature_256=None),
    header("empty certificate URL", Reason.HEADER_MISSING, SignatureCertChainUrl=""),
    header("empty signature", Reason.HEADER_MISSING, Signature_256=""),
    header("neither", Reason.HEADER_MISSING, SignatureCertChainUrl=None, Signature_256=None),
    header("not base64", Reason.SIGNATURE_MALFORMED, Signature_256="%%%%"),
    header("base64 with rubbish in it", Reason.SIGNATURE_MALFORMED, Signature_256="QUJD!QUJD"),
    header("base64 cut short", Reason.SIGNATURE_MALFORMED, Signature_256="QUJ"),
    header("signature not ASCII", Reason.SIGNATURE_MALFORMED, Signature_256="QÜJD"),
    header("huge signature", Reason.SIGNATURE_MALFORMED, Signature_256="QUJD" * 2000),
    header("garbage", Reason.SIGNATURE_WRONG, Signature_256="QUJD"),
    header(
        "256 bytes of garbage",
        Reason.SIGNATURE_WRONG,
        Signature_256=base64.b64encode(b"\x55" * 256).decode(),
    ),
    Attack("altered body", Reason.SIGNATURE_WRONG, append=b" "),
    Attack("140 s old", None, change={"request.timestamp": timestamp(-140)}),
    Attack("150 s old", None, change={"request.timestamp": timestamp(-150)}),
    said("151 s old", Reason.TIMESTAMP_OUT_OF_RANGE, "request.timestamp", timestamp(-151)),
    said("150 s ahead", None, "request.timestamp", timestamp(150)),
    said("151 s ahead", Reason.TIMESTAMP_OUT_OF_RANGE, "request.timestamp", timestamp(151)),
    said("long ago", Reason.TIMESTAMP_OUT_OF_RANGE, "request.timestamp", "0001-01-01T00:00:00Z"),
    said(
        "out of any calendar",
        Reason.TIMESTAMP_OUT_OF_RANGE,
        "request.timestamp",
        "0001-01-01T00:00:00+23:59",
    ),
    said("another zone", None, "request.timestamp", "2026-03-01T13:00:00+01:00"),
    said("in lower case", None, "request.timestamp", "2026-03-01t12:00:00z"),
    said("with fractions", None, "request.timestamp", "2026-03-01T12:00:00.123Z"),
    said("no zone", Reason.TIMESTAMP_MALFORMED, "request.timestamp", "2026-03-01T12:00:00"),
    said("a date", Reason.TIMESTAMP_MALFORMED, "request.timestamp", "2026-03-01"),
    said("words", Reason.TIMESTAMP_MALFORMED, "request.timestamp", "now"),
    said("a number", Reason.TIMESTAMP_MALFORMED, "request.timestamp", 1772366400000),
    said("null", Reason.TIMESTAMP_MALFORMED, "request.timestamp", None),
    said("no timestamp", Reason.TIMESTAMP_MALFORMED, "request.timestamp", GONE),
    event("an hour old", None, -3600),
    event("older than an hour", Reason.TIMESTAMP_OUT_OF_RANGE, -3601),
    event("151 s ahead", Reason.TIMESTAMP_OUT_OF_RANGE, 151),
    said("no request", Reason.TIMESTAMP_MALFORMED, "request", GONE),
    said("request a list", Reason.TIMESTAMP_MALFORMED, "request", []),
    said("no type", Reason.ENVELOPE_INCOMPLETE, "request.type", GONE),
    said("type a number", Reason.ENVELOPE_INCOMPLETE, "request.type", 1),
    said("no intent", Reason.ENVELOPE_INCOMPLETE, "request.intent", GONE),
    said("intent without a name", Reason.ENVELOPE_INCOMPLETE, "request.intent.name", GONE),
    said(
        "another application",
        Reason.APPLICATION_WRONG,
        "context.System.application.applicationId",
        "amzn1.ask.skill.other",
    ),
    said(
        "application in capitals",
        Reason.APPLICATION_WRONG,
        "context.System.application.applicationId",
        SKILL_ID.upper(),
    ),
    said(
        "application a list",
        Reason.APPLICATION_WRONG,
        "context.System.application.applicationId",
        [SKILL_ID],
    ),
    said("no application", Reason.APPLICATION_WRONG, "context.System.application", GONE),
    said("no context", Reason.APPLICATION_WRONG, "context", GONE),
    said(
        "another application in the session",
        Reason.APPLICATION_WRONG,
        "session.application.applicationId",
        "amzn1.ask.skill.other",
    ),
    said(
        "an attribute's own name as a field",
        Reason.APPLICATION_WRONG,
        "context.System.application",
        {"applicationId": "amzn1.ask.skill.other", "application_id": SKILL_ID},
    ),
    said("no session", None, "session", GONE),
)


@pytest.fixture(scope="session")
def chains(authority: ThrowAwayAuthority) -> dict[str, Any]:
    return {name: make(authority) for name, make in served_chains().items()}


def changed(body: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split(".")
    place = body
    for parent in parents:
        # Objects that the proper envelope shares between two places come apart here.
        place[parent] = dict(place[parent])
        place = place[parent]
    if value is GONE:
        del place[last]
    else:
        place[last] = value


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack(
    attack: Attack,
    authority: ThrowAwayAuthority,
    chains: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    sender = Sender(authority, chains[attack.chain])
    if attack.host_raises is not None:
        sender.host.answer = attack.host_raises
    content = envelope(attack.request)
    for path, value in attack.change.items():
        changed(content, path, value)
    body = json.dumps(content).encode()
    headers: dict[str, str | None] = {**sender.headers(body, attack.url), **attack.headers}
    sent = [(name, value) for name, value in headers.items() if value is not None]

    with caplog.at_level(logging.DEBUG, logger="back_coach.web"):
        answer = sender.client.post("/", data=body + attack.append, headers=sent)

    lines = [json.loads(record.getMessage()) for record in caplog.records]
    if attack.reason is None:
        assert answer.status_code == 200
        assert lines == []
        assert len(sender.listener.heard) == 1
    else:
        assert (answer.status_code, answer.data) == (400, b"")
        assert [line["reason"] for line in lines] == [attack.reason]
        assert "SECRETUSER" not in caplog.text
        assert "secret words" not in caplog.text
        assert sender.listener.heard == []


def test_there_are_enough_attacks() -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(set(names)) == len(names)
    assert sum(attack.reason is not None for attack in ATTACKS) >= 30
    assert {attack.chain for attack in ATTACKS} == set(served_chains())


def test_nothing_is_fetched_for_a_url_that_is_not_permitted(
    authority: ThrowAwayAuthority, chains: dict[str, Any]
) -> None:
    sender = Sender(authority, chains["good"])
    for attack in ATTACKS:
        if attack.reason in {Reason.URL_HOST, Reason.URL_PATH, Reason.URL_SCHEME}:
            sender.send(envelope(), attack.url)
    assert sender.host.asked == []


def test_the_normalised_url_is_fetched(sender: Sender) -> None:
    sender.send(envelope(), "HTTPS://S3.AMAZONAWS.COM:443/echo.api/c.pem")
    sender.send(envelope(), "https://s3.amazonaws.com/echo.api/../echo.api/c.pem")
    assert sender.host.asked == ["https://s3.amazonaws.com/echo.api/c.pem"]


def test_the_old_signature_alone_is_not_enough(sender: Sender) -> None:
    body = json.dumps(envelope()).encode()
    old = base64.b64encode(rsa_key().sign(body, PKCS1v15(), SHA1())).decode()  # noqa: S303
    headers = {"SignatureCertChainUrl": URL, "Signature": old}
    assert sender.client.post("/", data=body, headers=headers).status_code == 400
    headers["Signature-256"] = old
    assert sender.client.post("/", data=body, headers=headers).status_code == 400


def test_another_padding_is_not_enough(sender: Sender) -> None:
    body = json.dumps(envelope()).encode()
    padding = PSS(MGF1(SHA256()), PSS.MAX_LENGTH)
    signed = base64.b64encode(rsa_key().sign(body, padding, SHA256())).decode()
    headers = {"SignatureCertChainUrl": URL, "Signature-256": signed}
    assert sender.client.post("/", data=body, headers=headers).status_code == 400


def test_headers_are_found_in_any_case(sender: Sender) -> None:
    body = json.dumps(envelope()).encode()
    headers = {name.upper(): value for name, value in sender.headers(body).items()}
    assert sender.client.post("/", data=body, headers=headers).status_code == 200


def test_the_log_says_how_far_off_a_timestamp_is(sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    sender.send(envelope(offset_s=-200))
    assert json.loads(caplog.records[0].getMessage())["offset_s"] == -200.0

"""When a certificate is fetched, how long its key serves, and what strangers can cause."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from skill.errors import VerificationError
from skill.web import signing_keys
from skill.web.certificate_url import has_amazons_form
from skill.web.certificates import CertificateAuthority
from skill.web.last_url import LastUrlFile
from skill.web.reasons import Reason
from skill.web.signing_keys import SigningKeys
from tests.web.authority import DAY, NOW, Chain, ThrowAwayAuthority, rsa_key
from tests.web.sender import URL, Clock, Host

OTHER = f"{URL}-"
OWN = [
    f"https://s3.amazonaws.com/echo.api/echo-api-cert{number}{kind}.pem"
    for number in ["", *(f"-{n}" for n in range(1, 100))]
    for kind in ("", "-ats")
]


@dataclass
class Last:
    """Remembers the last good URL as long as the test runs."""

    url: str = ""

    def read(self) -> str:
        return self.url

    def write(self, url: str) -> None:
        self.url = url


class Bench:
    """A cache with its clock and host within reach."""

    def __init__(self, authority: ThrowAwayAuthority, chain: Chain) -> None:
        self.clock = Clock()
        self.host = Host(chain.pem)
        self.last = Last()
        self.trusted = CertificateAuthority((authority.root.certificate,), self.host, self.last)
        self.waiting: list[Callable[[], None]] = []
        self.keys = SigningKeys(self.trusted, self.clock, self.waiting.append)

    def run_background(self) -> None:
        while self.waiting:
            self.waiting.pop()()

    def started_again(self) -> SigningKeys:
        self.host.asked.clear()
        self.keys = SigningKeys(self.trusted, self.clock, self.waiting.append)
        return self.keys

    def refusal(self, url: str = URL) -> str:
        with pytest.raises(VerificationError) as caught:
            self.keys.key(url)
        return caught.value.reason


@pytest.fixture
def bench(authority: ThrowAwayAuthority, good_chain: Chain) -> Bench:
    return Bench(authority, good_chain)


def test_a_key_serves_for_an_hour_without_a_second_fetch(bench: Bench) -> None:
    bench.keys.key(URL)
    bench.clock.now += 3599
    bench.keys.key(URL)
    assert bench.waiting == []


def test_after_an_hour_a_key_is_renewed_and_serves_meanwhile(bench: Bench, authority: ThrowAwayAuthority) -> None:
    old = bench.keys.key(URL)
    bench.host.answer = authority.chain(authority.leaf(rsa_key(1))).pem
    bench.clock.now += 3600
    assert bench.keys.key(URL) is old
    assert bench.keys.key(URL) is old
    assert len(bench.waiting) == 1  # nobody else begins what is under way
    bench.run_background()
    assert bench.keys.key(URL).key.public_numbers() == rsa_key(1).public_key().public_numbers()
    assert len(bench.host.asked) == 2
    assert bench.waiting == []


@pytest.mark.parametrize("answer", [b"rubbish", TimeoutError(), VerificationError(Reason.CERTIFICATE_NOT_SERVED)])
def test_a_failed_renewal_costs_nothing(
    answer: bytes | Exception, bench: Bench, good_chain: Chain, caplog: pytest.LogCaptureFixture
) -> None:
    bench.keys.key(URL)
    bench.host.answer = answer
    for _ in range(24 * 29):  # nearly as long as the certificate is valid
        bench.clock.now += 3600
        bench.keys.key(URL)
        bench.run_background()
    assert bench.keys.ready
    assert {json.loads(record.getMessage())["event"] for record in caplog.records} == {"certificate_not_renewed"}
    bench.host.answer = good_chain.pem
    bench.clock.now += 3600
    bench.keys.key(URL)
    bench.run_background()
    asked = len(bench.host.asked)
    bench.keys.key(URL)
    assert (bench.waiting, len(bench.host.asked)) == ([], asked)


def test_a_failed_renewal_is_not_tried_again_at_once(bench: Bench) -> None:
    bench.keys.key(URL)
    bench.host.answer = TimeoutError()
    bench.clock.now += 3600
    bench.keys.key(URL)
    bench.run_background()
    bench.keys.key(URL)
    assert bench.waiting == []
    bench.clock.now += signing_keys.FAILURE_PAUSE_S
    bench.keys.key(URL)
    assert len(bench.waiting) == 1


def test_a_renewal_for_which_there_is_no_thread(bench: Bench) -> None:
    def no_thread(_: object) -> None:
        raise RuntimeError("can't start new thread")

    keys = SigningKeys(bench.trusted, bench.clock, no_thread)
    keys.key(URL)
    bench.clock.now += 3600
    keys.key(URL)
    keys.key(URL)


def test_a_key_serves_until_its_certificate_expires(authority: ThrowAwayAuthority) -> None:
    leaf = authority.leaf(valid=(NOW - DAY, NOW + DAY / 24 / 6))
    bench = Bench(authority, authority.chain(leaf))
    bench.keys.key(URL)
    bench.clock.now += 599
    bench.keys.key(URL)
    bench.clock.now += 2
    assert bench.refusal() == Reason.CHAIN_UNTRUSTED


def test_a_key_does_not_serve_before_its_certificate_begins(bench: Bench) -> None:
    bench.keys.key(URL)
    bench.clock.now -= 400 * 86_400
    assert bench.refusal() == Reason.CHAIN_UNTRUSTED


def test_a_valid_key_outlives_its_host(bench: Bench) -> None:
    bench.keys.key(URL)
    bench.host.answer = TimeoutError()
    bench.clock.now += 29 * 86_400
    bench.keys.key(URL)
    bench.run_background()
    bench.keys.key(URL)
    assert bench.keys.ready
    bench.clock.now += 86_400
    assert bench.refusal() == Reason.CERTIFICATE_UNREACHABLE
    assert not bench.keys.ready


def test_a_failure_is_remembered_for_a_while(bench: Bench, good_chain: Chain) -> None:
    bench.host.answer = b"rubbish"
    assert bench.refusal() == Reason.CHAIN_UNREADABLE
    bench.host.answer = good_chain.pem
    bench.clock.now += signing_keys.FAILURE_PAUSE_S - 1
    assert bench.refusal() == Reason.CERTIFICATE_PAUSED
    assert len(bench.host.asked) == 1
    bench.clock.now += 1
    bench.keys.key(URL)


def test_a_clock_set_back_ends_the_pause(bench: Bench, good_chain: Chain) -> None:
    bench.host.answer = b"rubbish"
    bench.refusal()
    bench.host.answer = good_chain.pem
    bench.clock.now -= 1000
    bench.keys.key(URL)


def test_rubbish_is_not_kept(bench: Bench, good_chain: Chain) -> None:
    bench.host.answer = b"rubbish"
    bench.refusal()
    bench.clock.now += 60
    bench.host.answer = good_chain.pem
    bench.keys.key(URL)
    bench.keys.key(URL)
    assert len(bench.host.asked) == 2


def test_strangers_cause_few_fetches(bench: Bench) -> None:
    bench.host.answer = b"rubbish"
    reasons = [bench.refusal(f"{URL}{number}") for number in range(1000)]
    assert len(bench.host.asked) == signing_keys.MISS_BURST
    assert set(reasons[signing_keys.MISS_BURST :]) == {Reason.CERTIFICATE_RATE}
    bench.clock.now += signing_keys.MISS_INTERVAL_S
    bench.refusal(OTHER)
    assert len(bench.host.asked) == signing_keys.MISS_BURST + 1


def test_strangers_cannot_keep_a_known_key_from_being_renewed(bench: Bench, good_chain: Chain) -> None:
    bench.keys.key(OTHER)
    bench.clock.now += 3600
    bench.host.answer = b"rubbish"
    for number in range(1000):
        bench.refusal(f"{URL}{number}")
    bench.host.answer = good_chain.pem
    bench.keys.key(OTHER)
    bench.run_background()
    assert bench.host.asked[-1] == OTHER


def test_strangers_cannot_keep_amazons_key_from_being_fetched(bench: Bench, good_chain: Chain) -> None:
    bench.host.answer = VerificationError(Reason.CERTIFICATE_NOT_SERVED)
    for number in range(1000):
        bench.refusal(f"{URL}{number}")
    for url in OWN:
        if url != URL:
            bench.refusal(url)
    bench.host.answer = good_chain.pem
    bench.keys.key(URL)


def test_urls_of_amazons_form_are_few_and_asked_for_rarely(bench: Bench) -> None:
    assert all(has_amazons_form(url) for url in OWN)
    assert not any(has_amazons_form(f"{URL}{number}") for number in range(100))
    for other in ("echo-api-cert-100.pem", "echo-api-cert-07.pem", "echo-api-cert-0.pem", "echo-api-cert-1-x.pem"):
        assert not has_amazons_form(f"https://s3.amazonaws.com/echo.api/{other}")
    bench.host.answer = VerificationError(Reason.CERTIFICATE_NOT_SERVED)
    for _ in range(3):
        bench.clock.now += signing_keys.ABSENCE_PAUSE_S / 3 - 0.1
        for url in OWN:
            bench.refusal(url)
    assert len(bench.host.asked) == len(OWN) <= signing_keys.MAX_OWN_FAILURES


def test_while_the_host_is_away_strangers_make_nobody_wait_for_it(bench: Bench, good_chain: Chain) -> None:
    bench.host.answer = TimeoutError()
    assert bench.refusal(OWN[0]) == Reason.CERTIFICATE_UNREACHABLE
    for url in OWN[1:]:
        assert bench.refusal(url) == Reason.CERTIFICATE_PAUSED
    assert bench.host.asked == OWN[:1]
    bench.clock.now += signing_keys.FAILURE_PAUSE_S
    bench.host.answer = good_chain.pem
    bench.keys.key(URL)


def test_the_last_good_url_is_fetched_at_the_start(bench: Bench) -> None:
    bench.keys.key(URL)
    assert bench.started_again().ready
    assert bench.host.asked == []  # it was asked for, but nothing was signed with it
    bench.keys.key(OTHER)
    bench.keys.proved(OTHER)
    keys = bench.started_again()
    assert bench.host.asked == [OTHER]
    bench.host.answer = TimeoutError()
    keys.key(OTHER)


def test_a_start_while_the_host_is_away(bench: Bench, good_chain: Chain) -> None:
    bench.keys.proved(OTHER)
    bench.host.answer = TimeoutError()
    keys = bench.started_again()
    assert not keys.ready
    bench.host.answer = good_chain.pem
    bench.clock.now += signing_keys.FAILURE_PAUSE_S
    for number in range(1000):
        bench.host.answer = b"rubbish"
        bench.refusal(f"{URL}{number}")
    bench.host.answer = good_chain.pem
    keys.key(OTHER)  # whatever strangers used up


def test_the_last_good_url_in_a_file(tmp_path: Path) -> None:
    file = LastUrlFile(tmp_path / "last")
    assert file.read() == ""
    file.write(URL)
    assert file.read() == URL
    assert [path.name for path in tmp_path.iterdir()] == ["last"]
    assert (tmp_path / "last").stat().st_mode & 0o077 == 0
    for content in (b"", b"https://example.com/echo.api/c.pem", b"\xff", b"x" * 100_000):
        (tmp_path / "last").write_bytes(content)
        assert file.read() == ""
    LastUrlFile(tmp_path / "missing" / "last").write(URL)


def test_the_cache_is_bounded(bench: Bench) -> None:
    for number in range(3 * signing_keys.MAX_KEYS):
        bench.clock.now += signing_keys.MISS_INTERVAL_S
        bench.keys.key(f"{URL}{number}")
    fetched = len(bench.host.asked)
    bench.keys.key(f"{URL}{3 * signing_keys.MAX_KEYS - 1}")
    assert len(bench.host.asked) == fetched
    bench.clock.now += signing_keys.MISS_INTERVAL_S
    bench.keys.key(f"{URL}0")
    assert len(bench.host.asked) == fetched + 1


def test_the_memory_of_failures_is_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_keys, "MAX_FAILURES", 2)
    bench.started_again()
    bench.host.answer = b"rubbish"
    for number in range(3):
        bench.refusal(f"{URL}{number}")
    assert bench.refusal(f"{URL}2") == Reason.CERTIFICATE_PAUSED
    assert bench.refusal(f"{URL}0") == Reason.CHAIN_UNREADABLE


def test_readiness_comes_back_without_traffic(bench: Bench, good_chain: Chain) -> None:
    bench.host.answer = ConnectionRefusedError()
    bench.refusal()
    assert not bench.keys.probe()
    bench.host.answer = good_chain.pem
    assert not bench.keys.probe()  # Still in the pause.
    bench.clock.now += signing_keys.FAILURE_PAUSE_S
    assert bench.keys.probe()
    assert len(bench.host.asked) == 2


@pytest.mark.parametrize("answer", [b"rubbish", VerificationError(Reason.CERTIFICATE_NOT_SERVED)])
def test_a_host_that_answers_is_reachable(bench: Bench, answer: bytes | Exception) -> None:
    bench.host.answer = answer
    bench.refusal()
    assert bench.keys.ready


def test_one_fetch_at_a_time(authority: ThrowAwayAuthority, good_chain: Chain) -> None:
    asked = []
    everybody_waits = threading.Event()

    def slow(url: str) -> bytes:
        asked.append(url)
        everybody_waits.wait(5)
        return good_chain.pem

    keys = SigningKeys(CertificateAuthority((authority.root.certificate,), slow), Clock())
    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(keys.key, URL) for _ in range(8)]
        everybody_waits.set()
        assert len({result.result().valid_until for result in results}) == 1
    assert asked == [URL]

"""When a certificate is fetched, how long its key serves, and what strangers can cause."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from skill.errors import VerificationError
from skill.web import signing_keys
from skill.web.certificates import CertificateAuthority
from skill.web.reasons import Reason
from skill.web.signing_keys import SigningKeys
from tests.web.authority import DAY, NOW, Chain, ThrowAwayAuthority
from tests.web.sender import URL, Clock, Host

OTHER = f"{URL}-"


class Bench:
    """A cache with its clock and host within reach."""

    def __init__(self, authority: ThrowAwayAuthority, chain: Chain) -> None:
        self.clock = Clock()
        self.host = Host(chain.pem)
        trusted = CertificateAuthority((authority.root.certificate,), self.host)
        self.keys = SigningKeys(trusted, self.clock)

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
    assert len(bench.host.asked) == 1
    bench.clock.now += 1
    bench.keys.key(URL)
    assert len(bench.host.asked) == 2


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
    bench.clock.now += 3599
    bench.keys.key(URL)
    assert bench.keys.ready
    bench.clock.now += 1
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
    bench.keys.key(URL)
    bench.clock.now += 3600
    bench.host.answer = b"rubbish"
    for number in range(1000):
        bench.refusal(f"{URL}{number}")
    bench.host.answer = good_chain.pem
    bench.keys.key(URL)


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

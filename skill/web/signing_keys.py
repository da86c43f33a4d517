"""Validated signing keys, kept for an hour, and fetched sparingly.

Anyone can send a request that names a certificate URL, so a miss is what an attacker can cause:
each URL is fetched by one thread at a time, a failure is remembered for a few seconds, and URLs
that have never yielded a key share a small budget.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from skill.errors import VerificationError
from skill.web.certificates import CertificateAuthority, SigningKey, signing_key
from skill.web.reasons import Reason

MAX_KEY_AGE_S = 3600.0
FAILURE_PAUSE_S = 10.0
MAX_KEYS = 16
MAX_FAILURES = 64
MISS_BURST = 10
MISS_INTERVAL_S = 6.0
_LOCKS = 16


class MissBudget:
    """Allows a burst of misses, then one in a while. Not safe for threads on its own."""

    def __init__(self, burst: int, interval_s: float) -> None:
        """Allow `burst` misses at once and one more each `interval_s` seconds."""
        self._burst = float(burst)
        self._interval_s = interval_s
        self._left = float(burst)
        self._counted_at: float | None = None

    def take(self, now: float) -> bool:
        """Whether one more miss is allowed at `now` (epoch seconds); if so it is counted."""
        elapsed_s = 0.0 if self._counted_at is None else max(0.0, now - self._counted_at)
        self._counted_at = now
        self._left = min(self._burst, self._left + elapsed_s / self._interval_s)
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


@dataclass(frozen=True)
class _KeptKey:
    signing_key: SigningKey
    fetched_at: float

    def serves(self, now: float) -> bool:
        until = min(self.fetched_at + MAX_KEY_AGE_S, self.signing_key.valid_until)
        return self.signing_key.valid_from <= now < until


class SigningKeys:
    """The keys behind certificate URLs. Safe for threads.

    A key that has been validated serves until it is an hour old or its chain expires, whether or
    not the host can be reached meanwhile.
    """

    def __init__(self, authority: CertificateAuthority, clock: Callable[[], float]) -> None:
        """Begin with no keys; `clock` tells the epoch in seconds."""
        self._authority = authority
        self._clock = clock
        self._kept: dict[str, _KeptKey] = {}
        self._failed_at: dict[str, float] = {}
        self._unreachable: str | None = None
        self._budget = MissBudget(MISS_BURST, MISS_INTERVAL_S)
        self._state = threading.Lock()
        # One lock for each of a few groups of URLs: bounded, whatever URLs are sent.
        self._fetching = tuple(threading.Lock() for _ in range(_LOCKS))

    @property
    def ready(self) -> bool:
        """False when the certificate host could not be reached at the last attempt."""
        return self._unreachable is None

    def probe(self) -> bool:
        """Try the host again if it was unreachable and the pause is over; then `ready`.

        Without this a worker that gets no traffic because it is not ready would stay so.
        """
        url = self._unreachable
        if url is not None:
            with suppress(VerificationError):  # `ready` tells whether the host answered.
                self.key(url)
        return self.ready

    def key(self, url: str) -> SigningKey:
        """The validated key behind a normalised certificate URL, fetched if need be.

        Raises `VerificationError` where there is none or where it may not be fetched now.
        """
        kept = self._kept.get(url)
        if kept is not None and kept.serves(self._clock()):
            return kept.signing_key
        with self._fetching[hash(url) % _LOCKS]:
            now = self._clock()
            kept = self._kept.get(url)  # Another thread may have fetched it by now.
            if kept is not None and kept.serves(now):
                return kept.signing_key
            self._admit_miss(url, now, known=kept is not None)
            try:
                fetched = _KeptKey(self._fetched(url, now), now)
            except VerificationError:
                self._remember_failure(url, now)
                raise
            self._keep(url, fetched)
            return fetched.signing_key

    def _admit_miss(self, url: str, now: float, *, known: bool) -> None:
        with self._state:
            failed_at = self._failed_at.get(url)
            # A clock set back must not turn a pause of seconds into one of hours.
            if failed_at is not None and 0.0 <= now - failed_at < FAILURE_PAUSE_S:
                raise VerificationError(Reason.CERTIFICATE_PAUSED)
            # A URL that has yielded a key is Amazon's own: strangers cannot use up its renewal.
            if not known and not self._budget.take(now):
                raise VerificationError(Reason.CERTIFICATE_RATE)

    def _fetched(self, url: str, now: float) -> SigningKey:
        try:
            pem = self._authority.fetch(url)
        except VerificationError:
            self._unreachable = None  # The host answered.
            raise
        except Exception as error:
            # Whatever else went wrong (DNS, TLS, a time-out, bad HTTP), there was no answer.
            self._unreachable = url
            raise VerificationError(Reason.CERTIFICATE_UNREACHABLE) from error
        self._unreachable = None
        return signing_key(self._authority.roots, pem, now)

    def _remember_failure(self, url: str, now: float) -> None:
        with self._state:
            self._failed_at.pop(url, None)
            self._failed_at[url] = now
            while len(self._failed_at) > MAX_FAILURES:
                del self._failed_at[next(iter(self._failed_at))]

    def _keep(self, url: str, fetched: _KeptKey) -> None:
        with self._state:
            self._failed_at.pop(url, None)
            self._kept.pop(url, None)
            self._kept[url] = fetched
            while len(self._kept) > MAX_KEYS:
                del self._kept[next(iter(self._kept))]

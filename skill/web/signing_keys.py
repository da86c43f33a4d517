"""Validated signing keys: fetched sparingly, renewed in the background, and kept as long as they are valid.

Anyone can send a request that names a certificate URL, so a miss is what an attacker can cause. Each URL is fetched by
one thread at a time, and a failure is remembered for a while. URLs of the form of Amazon's own are few, and nothing
else stands between them and a fetch, so that they cannot be crowded out; all others share a small budget.
"""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from skill.errors import VerificationError
from skill.web.certificate_url import has_amazons_form
from skill.web.certificates import CertificateAuthority, SigningKey, signing_key
from skill.web.reasons import Reason

LOGGER = logging.getLogger("back_coach.web")
"""One JSON object a line."""

FRESH_S = 3600.0
"""An older key is renewed, and serves meanwhile."""
FAILURE_PAUSE_S = 10.0
ABSENCE_PAUSE_S = 60.0
"""The same where the host answered that there is no such file, or none for us."""
MAX_KEYS = 16
MAX_FAILURES = 64
MAX_OWN_FAILURES = 256
"""More than there are URLs of the form of Amazon's own."""
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


class _Failures:
    """Which URLs failed, and until when they are left alone. Not safe for threads on its own."""

    def __init__(self, most: int) -> None:
        """Remember the last `most`."""
        self._most = most
        self._pauses: dict[str, tuple[float, float]] = {}

    def add(self, url: str, now: float, pause_s: float) -> None:
        """Remember that `url` failed at `now`."""
        self._pauses.pop(url, None)
        self._pauses[url] = (now, now + pause_s)
        while len(self._pauses) > self._most:
            del self._pauses[next(iter(self._pauses))]

    def forget(self, url: str) -> None:
        """`url` serves."""
        self._pauses.pop(url, None)

    def paused(self, url: str, now: float) -> bool:
        """Whether `url` is to be left alone at `now`."""
        since, until = self._pauses.get(url, (0.0, 0.0))
        # A clock set back must not turn a pause of seconds into one of hours.
        return since <= now < until


@dataclass(frozen=True)
class _KeptKey:
    signing_key: SigningKey
    fetched_at: float

    def serves(self, now: float) -> bool:
        return self.signing_key.valid_from <= now < self.signing_key.valid_until

    def fresh(self, now: float) -> bool:
        return 0.0 <= now - self.fetched_at < FRESH_S


def in_a_thread(job: Callable[[], None]) -> None:
    """Run `job` beside what goes on; the process may end without it."""
    threading.Thread(target=job, name="renewal", daemon=True).start()


class SigningKeys:
    """The keys behind certificate URLs. Safe for threads.

    A key that has been validated serves until its chain expires, whether or not the host can be reached meanwhile.
    """

    def __init__(
        self,
        authority: CertificateAuthority,
        clock: Callable[[], float],
        background: Callable[[Callable[[], None]], None] = in_a_thread,
    ) -> None:
        """Begin with the key of the last good URL, if one is remembered and its host answers.

        Args:
            authority: whom to trust, the way to a chain, and what remembers the last good URL.
            clock: tells the epoch in seconds.
            background: runs what nobody waits for.
        """
        self._authority = authority
        self._clock = clock
        self._background = background
        self._kept: dict[str, _KeptKey] = {}
        self._failures = _Failures(MAX_FAILURES)
        self._own_failures = _Failures(MAX_OWN_FAILURES)
        self._unreachable: str | None = None
        self._unreachable_until = 0.0
        self._budget = MissBudget(MISS_BURST, MISS_INTERVAL_S)
        self._state = threading.Lock()
        # One lock for each of a few groups of URLs: bounded, whatever URLs are sent.
        self._fetching = tuple(threading.Lock() for _ in range(_LOCKS))
        self._good = authority.last_url.read() if authority.last_url else ""
        if self._good:
            with suppress(VerificationError):  # the first request will try again
                self.key(self._good)

    @property
    def ready(self) -> bool:
        """False when the certificate host could not be reached at the last attempt, and no key serves meanwhile."""
        now = self._clock()
        return self._unreachable is None or any(kept.serves(now) for kept in list(self._kept.values()))

    def probe(self) -> bool:
        """Try the host again if it was unreachable and the pause is over; then `ready`.

        Without this a worker that gets no traffic because it is not ready would stay so.
        """
        url = self._unreachable
        if url is not None and not self.ready:
            with suppress(VerificationError):  # `ready` tells whether the host answered.
                self.key(url)
        return self.ready

    def key(self, url: str) -> SigningKey:
        """The validated key behind a normalised certificate URL, fetched if need be.

        Raises `VerificationError` where there is none or where it may not be fetched now.
        """
        now = self._clock()
        kept = self._kept.get(url)
        if kept is not None and kept.serves(now):
            if not kept.fresh(now):
                self._renew(url)
            return kept.signing_key
        with self._lock(url):
            now = self._clock()
            kept = self._kept.get(url)  # Another thread may have fetched it by now.
            if kept is not None and kept.serves(now):
                return kept.signing_key
            self._admit_miss(url, now)
            return self._fetch(url, now)

    def proved(self, url: str) -> None:
        """A request was signed with the key behind `url`: after the next start it is fetched first."""
        if url != self._good:
            self._good = url
            if self._authority.last_url:
                self._authority.last_url.write(url)

    def _lock(self, url: str) -> threading.Lock:
        return self._fetching[hash(url) % _LOCKS]

    def _renew(self, url: str) -> None:
        """Fetch the key behind `url` anew, beside what goes on, unless somebody is at it or it failed just now."""
        if self._failures_of(url).paused(url, self._clock()) or not self._lock(url).acquire(blocking=False):
            return

        def renew() -> None:
            try:
                self._fetch(url, self._clock())
            except VerificationError as error:
                # The key goes on serving until its chain expires; whoever watches has until then.
                LOGGER.warning(json.dumps({"event": "certificate_not_renewed", "reason": error.reason}))
            finally:
                self._lock(url).release()

        try:
            self._background(renew)
        except RuntimeError:  # no thread can be had: the next request tries again
            self._lock(url).release()

    def _failures_of(self, url: str) -> _Failures:
        return self._own_failures if has_amazons_form(url) else self._failures

    def _admit_miss(self, url: str, now: float) -> None:
        # A URL that has yielded a key is Amazon's own: strangers cannot use up its renewal.
        known = url in self._kept or url == self._good
        with self._state:
            # While the host is away, one URL is enough to find out when it is back: no more threads wait for it.
            away = not known and now < self._unreachable_until <= now + FAILURE_PAUSE_S
            if away or self._failures_of(url).paused(url, now):
                raise VerificationError(Reason.CERTIFICATE_PAUSED)
            if not known and not has_amazons_form(url) and not self._budget.take(now):
                raise VerificationError(Reason.CERTIFICATE_RATE)

    def _fetch(self, url: str, now: float) -> SigningKey:
        """Fetch the key behind `url`, validate it, and keep it. Raises `VerificationError`."""
        try:
            fetched = _KeptKey(self._fetched(url, now), now)
        except VerificationError as error:
            absent = error.reason == Reason.CERTIFICATE_NOT_SERVED
            with self._state:
                self._failures_of(url).add(url, now, ABSENCE_PAUSE_S if absent else FAILURE_PAUSE_S)
            raise
        with self._state:
            self._failures_of(url).forget(url)
            self._kept.pop(url, None)
            self._kept[url] = fetched
            while len(self._kept) > MAX_KEYS:
                del self._kept[next(iter(self._kept))]
        return fetched.signing_key

    def _fetched(self, url: str, now: float) -> SigningKey:
        try:
            pem = self._authority.fetch(url)
        except VerificationError:
            self._unreachable = None  # The host answered.
            raise
        except Exception as error:
            # Whatever else went wrong (DNS, TLS, a time-out, bad HTTP), there was no answer.
            self._unreachable, self._unreachable_until = url, now + FAILURE_PAUSE_S
            raise VerificationError(Reason.CERTIFICATE_UNREACHABLE) from error
        self._unreachable, self._unreachable_until = None, 0.0
        return signing_key(self._authority.roots, pem, now)

"""The simulated clock, read by the device and by the skill's process alike."""

from multiprocessing import get_context

START = 1_767_603_600.0
"""Monday 5 January 2026, 09:00:00 UTC: the moment at which every conversation starts."""


class SimulatedClock:
    """A clock that stands still until the device moves it.

    It may be handed to a process that is being spawned; both then read the same moment. Calling it
    gives seconds since 1970, like `time.time`.
    """

    def __init__(self, start: float = START) -> None:
        """Stand at `start`, seconds since 1970."""
        self._moment = get_context("spawn").Value("d", start)

    def __call__(self) -> float:
        """Return the moment in seconds since 1970."""
        return float(self._moment.value)

    def set(self, moment: float) -> None:
        """Move the clock to `moment`, rounded to the millisecond."""
        self._moment.value = round(moment, 3)

"""Time on the device: when it speaks, when it falls silent, what it did meanwhile."""

from simulator.device.clock import SimulatedClock
from simulator.json_object import JsonObject


class Timeline:
    """Moves the simulated clock. All moments are seconds since 1970, to the millisecond."""

    def __init__(self, clock: SimulatedClock) -> None:
        """Begin at the clock's present moment, in silence."""
        self._clock = clock
        self._began = clock()
        self._silent_from = clock()
        self._waited: float | None = None
        self._notes: list[JsonObject] = []

    @property
    def now(self) -> float:
        """The present moment."""
        return self._clock()

    @property
    def began(self) -> float:
        """When the last reply began: where waits count from."""
        return self._began

    @property
    def silent_from(self) -> float:
        """When the device has finished, or had finished, speaking."""
        return self._silent_from

    @property
    def waited(self) -> float | None:
        """Seconds between the start of the last reply and the next utterance; None if not told."""
        return self._waited

    def wait(self, seconds: float) -> None:
        """Let the next utterance come that much later; waits add up."""
        self._waited = (self._waited or 0.0) + seconds

    def next_utterance(self) -> float:
        """Return when the next utterance comes, and forget the waits.

        Without a wait that is when the device has finished speaking.
        """
        waited, self._waited = self._waited, None
        moment = self._silent_from if waited is None else self._began + waited
        return max(moment, self.now)

    def move_to(self, moment: float) -> None:
        """Set the clock to `moment`."""
        self._clock.set(moment)

    def speak(self, seconds: float) -> None:
        """Start to speak now, for `seconds`."""
        self._silent_from = round(self.now + seconds, 3)

    def speak_until(self, moment: float) -> None:
        """Let the speech last until `moment`, in seconds from when the last reply began."""
        self._silent_from = round(self._began + moment, 3)

    def stop_speaking(self) -> None:
        """Fall silent now, and take a note of it if that cuts something off."""
        if self.now < self._silent_from:
            self.note("cut_off")
            self._silent_from = self.now

    def count_from_now(self) -> None:
        """Count waits from this moment on."""
        self._began = self.now

    def note(self, event: str, **details: str | None) -> None:
        """Remember what the device did, `at` seconds after the last reply began."""
        told = {name: value for name, value in details.items() if value is not None}
        self._notes.append({"event": event, "at": round(self.now - self._began, 3), **told})

    @property
    def notes(self) -> tuple[JsonObject, ...]:
        """The notes since the last call of `take_notes`."""
        return tuple(self._notes)

    def take_notes(self) -> list[JsonObject]:
        """Return the notes since the last call."""
        taken, self._notes = self._notes, []
        return taken

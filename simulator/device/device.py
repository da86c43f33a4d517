"""The speaker in the room: sessions, microphone, silence and time.

Rules (Amazon's pages on session lifetime and dialog, and public reports, where not stated):

* `shouldEndSession: false` keeps the session and opens the microphone for 8 s after the speech;
  then comes the reprompt, 8 s more, then SessionEndedRequest EXCEEDED_MAX_REPROMPTS. Without a
  reprompt the session ends after the first 8 s.
* `true` closes the session, and so does leaving it out, on a speaker without a screen.
* Speaking (after the wake word) cuts off whatever the device is saying.
* "exit" ends the session without an intent; "go home" is answered by Alexa; both end with
  SessionEndedRequest USER_INITIATED.
* "open NAME" inside a session begins a new one; "ask NAME ..." goes on in the open one. No public
  source settles these two; the choice is ours.
* A failed answer ends the session with SessionEndedRequest ERROR.
* An event reaches the skill beside whatever goes on, and nothing of its answer is heard; only that
  the skill was disabled ends an open session first. No public source settles that; the choice is ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from simulator.device.clock import SimulatedClock
from simulator.device.entry import Entry, reply_fields
from simulator.device.timeline import Timeline
from simulator.hearing.builtins import builtins
from simulator.hearing.fidelity import Hearing
from simulator.hearing.invocation import ends_session, read_launch, without_wake_word
from simulator.hearing.recognizer import Recognition
from simulator.hearing.words import spoken
from simulator.json_object import JsonObject
from simulator.protocol.envelope import SessionEnd, User, intent_request, launch_request
from simulator.protocol.skill_connection import Answer, Endpoint, SkillConnection
from simulator.protocol.skill_events import DISABLED, PREFIX

LISTENING_S = 8.0
"""How long an open microphone waits, in seconds."""

_FAULT = "fault"


@dataclass(frozen=True)
class Owner:
    """Who owns the device."""

    key: str
    """Names the person; every id follows from it."""
    hearing: Hearing
    """How well the device hears, and by which locale's interaction model."""
    hearing_key: str | None = None
    """Decides, with the seed, what the `device` hearing loses of this person's words; None for the key."""


@dataclass(frozen=True)
class Standing:
    """Where the device stands in time. All seconds count from the moment the last reply began."""

    now: float
    """The present moment, in seconds since 1970."""
    elapsed: float
    """The same, from the moment the last reply began."""
    silent_from: float
    """When the device has finished, or had finished, speaking."""
    next_act: float | None
    """When it will break a silence: the reprompt, or the session's end; None outside a session."""
    reprompts: bool
    """Whether that act is the reprompt."""
    notes: tuple[JsonObject, ...]
    """What it did by itself since the last utterance; the next entry has them as `meanwhile`."""


@dataclass(frozen=True)
class Exchange:
    """One utterance, with all that can be looked into."""

    entry: Entry
    """What became of it."""
    moment: float
    """When it was said, or when the device broke the silence; seconds since 1970."""
    recognition: Recognition | None = None
    """How it was understood; None if no intent was looked for."""
    answer: Answer | None = None
    """Request, response and lint findings; None if nothing was sent."""
    session_ends: tuple[Answer, ...] = ()
    """The same for the session ends that the device reported by itself, before or after."""


class Device:
    """A speaker and its owner. Nothing it does reads a real clock or a random number."""

    def __init__(self, owner: Owner, endpoint: Endpoint, clock: SimulatedClock) -> None:
        """Set up the device at the clock's present moment, silent and outside a session."""
        self._owner = owner
        model = owner.hearing.model
        self._name = model.invocation_name
        self._locale = model.locale
        self._skill = SkillConnection(User(owner.key), self._locale, endpoint, clock)
        self._time = Timeline(clock)
        self._utterances = 0
        self._session_ends: list[Answer] = []

    @property
    def session_open(self) -> bool:
        """Whether a session is open."""
        return self._skill.session_open

    @property
    def standing(self) -> Standing:
        """Where the device stands in time."""
        began, next_act = self._time.began, self._next_act()
        return Standing(
            now=self._time.now,
            elapsed=round(self._time.now - began, 3),
            silent_from=round(self._time.silent_from - began, 3),
            next_act=None if next_act is None else round(next_act - began, 3),
            reprompts=self._skill.reprompt is not None,
            notes=self._time.notes,
        )

    def rehear(self, hearing: Hearing) -> None:
        """Hear by another interaction model from now on."""
        self._owner = replace(self._owner, hearing=hearing)

    @property
    def voice(self) -> str:
        """Name of the person whose voice Alexa recognises; empty while she recognises nobody's."""
        return self._skill.voice

    def recognise(self, voice: str) -> None:
        """Let Alexa recognise the voice of that person from now on, or nobody's: she sends `person`, or none."""
        self._skill.recognise(voice)

    def speak_until(self, moment: float) -> None:
        """Let what is being said last until `moment`, in seconds from the moment the last reply began."""
        self._time.speak_until(moment)

    def elapse(self) -> None:
        """Run the device up to the end of the waits so far; later waits still add to them."""
        waited = self._time.waited
        if waited is not None:
            self._pass_time()
            self._time.wait(waited)

    def wait(self, seconds: float) -> None:
        """Let the next utterance come `seconds` after the last reply began; waits add up."""
        self._time.wait(seconds)

    def say(self, said: str) -> Exchange:
        """Say something; without a wait, when the device has finished speaking."""
        self._utterances += 1
        self._pass_time()
        heard = spoken(said)
        if heard:
            self._time.stop_speaking()
        words = without_wake_word(heard)
        if self.session_open and ends_session(words, self._name):
            return self._leave(said, "USER_INITIATED")
        launch = read_launch(words, self._name, in_session=self.session_open)
        if launch is not None and not launch.requests:
            answer = self._skill.ask(launch_request, anew=True)
            return self._answered(said, answer, "LaunchRequest", None)
        if not words or (launch is None and not self.session_open):
            return self._unheard(said)
        return self._request(said, launch.requests if launch else (words,))

    def silence(self) -> Exchange:
        """Say nothing until the device acts by itself: the reprompt, or the session's end."""
        self._utterances += 1
        self._pass_time()
        act_at = self._next_act()
        if act_at is None:
            self._time.move_to(max(self._time.now, self._time.silent_from))
            return self._unheard("")
        self._time.move_to(act_at)
        reprompt = self._skill.reprompt
        if reprompt is None:
            return self._leave("", "EXCEEDED_MAX_REPROMPTS")
        self._act()
        self._time.count_from_now()
        entry = Entry(
            said="",
            heard_by="nobody",
            session_open=True,
            speech=reprompt.text,
            ssml=reprompt.ssml,
            reprompt=reprompt.text,
            seconds=reprompt.seconds,
            meanwhile=self._time.take_notes(),
        )
        return Exchange(entry, self._time.now)

    def new_session(self) -> None:
        """End an open session, as by walking away from it; the user stays the same."""
        with self._beside_the_talk():
            self._walk_away()

    def tell(self, event: str) -> Exchange:
        """Let Alexa tell the skill of an event (`skill_events.bodies`)."""
        with self._beside_the_talk():
            if event == DISABLED:
                self._walk_away()
            answer = self._skill.tell(event)
        fields = _reply_fields(answer)
        entry = Entry(
            said="",
            heard_by="skill",
            session_open=self.session_open,
            intent=PREFIX + event,
            outcome=fields.get("outcome"),
            error=fields["error"],
        )
        return Exchange(entry, self._time.now, answer=answer, session_ends=self._take_session_ends())

    @contextmanager
    def _beside_the_talk(self) -> Iterator[None]:
        """Pass the time until something happens that is no utterance: waits go on counting from the last reply."""
        waited = self._time.waited
        self._pass_time()
        yield
        if waited is not None:
            self._time.wait(waited)

    def _walk_away(self) -> None:
        if self.session_open:
            self._time.stop_speaking()
            self._end("USER_INITIATED")

    def _request(self, said: str, readings: tuple[str, ...]) -> Exchange:
        # The conversation and the number of the utterance decide what is lost in hearing, so that
        # inserting a wait changes nothing.
        key = f"{self._locale}/{self._owner.hearing_key or self._owner.key}/{self._utterances}"
        heard = self._owner.hearing.hear(readings, key)
        if heard.intent.name in builtins().answered_by_alexa:
            return self._leave(said, "USER_INITIATED", heard)
        answer = self._skill.ask(lambda situation: intent_request(situation, heard))
        return self._answered(said, answer, heard.intent.name, heard)

    def _answered(self, said: str, answer: Answer, intent: str, heard: Recognition | None) -> Exchange:
        before = self._time.take_notes()
        self._time.count_from_now()
        if answer.error is not None:
            self._end("ERROR", answer.error)
        elif answer.reply is not None and answer.reply.speech is not None:
            self._time.speak(answer.reply.speech.seconds)
        slots = {slot.slot.name: slot.value for slot in heard.slots} if heard else None
        entry = Entry(
            said=said,
            heard_by="skill",
            session_open=self.session_open,
            intent=intent,
            slots=slots,
            meanwhile=before,
            **_reply_fields(answer),
        )
        return Exchange(entry, self._time.now, heard, answer, self._take_session_ends())

    def _leave(self, said: str, reason: SessionEnd, heard: Recognition | None = None) -> Exchange:
        """End the session by a silence, or by words that Alexa itself takes."""
        earlier = self._take_session_ends()
        answer = self._end(reason)
        self._session_ends.clear()  # it is this exchange's own
        self._time.count_from_now()
        told = "SessionEndedRequest" if answer else None
        entry = Entry(
            said=said,
            heard_by="nobody" if reason == "EXCEEDED_MAX_REPROMPTS" else "alexa",
            session_open=False,
            intent=heard.intent.name if heard else told,
            meanwhile=self._time.take_notes(),
            # Whatever the skill says at its session's end, nobody hears it.
            **{
                name: value
                for name, value in (_reply_fields(answer) if answer else {}).items()
                if name in {"outcome", "statements", "choices", "error"}
            },
        )
        return Exchange(entry, self._time.now, heard, answer, earlier)

    def _unheard(self, said: str) -> Exchange:
        self._time.count_from_now()
        entry = Entry(said, "nobody", self.session_open, meanwhile=self._time.take_notes())
        return Exchange(entry, self._time.now, session_ends=self._take_session_ends())

    def _pass_time(self) -> None:
        """Run the device up to the moment of the next utterance."""
        moment = self._time.next_utterance()
        while (act_at := self._next_act()) is not None and act_at <= moment:
            self._time.move_to(act_at)
            self._act()
        self._time.move_to(moment)

    def _next_act(self) -> float | None:
        return round(self._time.silent_from + LISTENING_S, 3) if self.session_open else None

    def _act(self) -> None:
        reprompt = self._skill.take_reprompt()
        if reprompt is None:
            self._end("EXCEEDED_MAX_REPROMPTS")
        else:
            self._time.note("reprompt", speech=reprompt.text)
            self._time.speak(reprompt.seconds)

    def _end(self, reason: SessionEnd, error: str | None = None) -> Answer | None:
        answer = self._skill.end(reason, error)
        if answer is not None:
            self._time.note("session_ended", reason=reason, error=answer.error)
            self._session_ends.append(answer)
        return answer

    def _take_session_ends(self) -> tuple[Answer, ...]:
        told, self._session_ends = tuple(self._session_ends), []
        return told


def _reply_fields(answer: Answer) -> JsonObject:
    fields = reply_fields(answer.reply) if answer.reply is not None else {}
    error = answer.error
    if error is None and fields.get("outcome") == _FAULT:
        error = f"the skill says that it failed: outcome {fields['outcome']!r}"
    return {**fields, "error": error}

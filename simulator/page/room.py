"""One conversation on the page: a device, its moment in time, and what was said so far."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.conversation.replay import Stage, acquaint
from simulator.conversation.transcript import Expected, Step, Transcript
from simulator.conversation.turns import LONGEST_WAIT_S, Event, NewSession, Say, Turn, Voice, Wait
from simulator.device.clock import START
from simulator.device.device import Device, Exchange, Owner
from simulator.errors import ConversationError
from simulator.json_object import JsonObject
from simulator.protocol.reply import Spoken
from simulator.speaking.score import Score, score

HEARING_KEY = "page"
"""Decides with the seed what the `device` hearing loses: the same in every conversation of the page."""


@dataclass(frozen=True)
class Playing:
    """What the device is saying."""

    score: Score
    """The words and silences."""
    began: float
    """When it began, in seconds from the moment the last reply began."""
    reprompt: bool
    """Whether it is the reprompt, said by the device itself."""


class Room:
    """A conversation. Moments are given as seconds from the moment the last reply began."""

    def __init__(self, choice: Transcript, stage: Stage, key: str) -> None:
        """Set up a device as `choice` says, whose own steps do not count, for the new user `key`."""
        self._choice = choice
        self._stage = stage
        self._steps: list[Step] = []
        self._waited = 0.0  # told to the device since the last reply
        self._kept = 0.0  # written into the transcript since the last reply
        self._spoken: Spoken | None = None
        self._reprompt: Spoken | None = None
        stage.clock.set(START)
        self._hearing = stage.hearing(choice.locale, choice.losses)
        self.name = self._hearing.model.invocation_name
        self.device = Device(Owner(key, self._hearing, choice.key or HEARING_KEY), stage.endpoint, stage.clock)
        acquaint(self.device, self.name, choice.user)
        self._moment = stage.clock()

    def say(self, words: str, at: float | None = None) -> Exchange:
        """Say something `at` that moment; None: when the device has finished speaking."""
        self._enter()
        self._wait_until(at)
        return self._heard(Say(words), self.device.say(words))

    def silence(self) -> Exchange:
        """Say nothing until the device acts by itself."""
        self._enter()
        return self._heard(Say(""), self.device.silence())

    def leave(self, at: float | None = None) -> None:
        """Leave an open session `at` that moment."""
        self._enter()
        self._wait_until(at)
        self._steps.append(Step(NewSession()))
        self.device.new_session()
        self._moment = self._stage.clock()

    def speak_until(self, moment: float) -> None:
        """Let what is being said last until `moment`, as the voice that says it takes longer or shorter."""
        self._enter()
        self.device.speak_until(moment)

    def recognise(self, person: str) -> None:
        """Let Alexa recognise the voice of `person` from now on; nobody's if empty."""
        self._steps.append(Step(Voice(person)))
        self.device.recognise(person)

    def tell(self, event: str, at: float | None = None) -> Exchange:
        """Let Alexa tell the skill of an event `at` that moment; None: when the device has finished speaking."""
        self._enter()
        self._wait_until(at)
        exchange = self.device.tell(event)
        self._moment = self._stage.clock()
        expected = Expected(outcome=exchange.entry.outcome, open=exchange.entry.session_open)
        self._steps.append(Step(Event(event), expected))
        return exchange

    def let_pass(self, seconds: float, at: float) -> None:
        """Let `seconds` pass from the moment `at`; ConversationError if that is too long."""
        self._enter()
        if self._moment - START + at + seconds > LONGEST_WAIT_S:
            raise ConversationError("ten years have passed: begin a new conversation")
        self._wait(at + seconds, keep=True)
        self.device.elapse()
        self._moment = self._stage.clock()

    def rehear(self) -> None:
        """Hear by the interaction model as it was compiled last; the conversation goes on."""
        if self._stage.model(self._choice.locale) is self._hearing.model:
            return
        self._hearing = self._stage.hearing(self._choice.locale, self._choice.losses)
        self.device.rehear(self._hearing)

    def replay(self, steps: tuple[Step, ...]) -> Iterator[tuple[Step, Exchange]]:
        """Go through the steps of a transcript, and yield those that are utterances or events."""
        for step in steps:
            match step.turn:
                case Wait(seconds):
                    self.let_pass(seconds, self._waited)
                case NewSession():
                    self.leave()
                case Voice(person):
                    self.recognise(person)
                case Event(name):
                    yield step, self.tell(name)
                case Say(words):
                    yield step, self.say(words) if words.strip() else self.silence()

    def playing(self) -> Playing | None:
        """Return what the device is saying now; None if it is silent."""
        self._enter()
        standing = self.device.standing
        if standing.elapsed >= standing.silent_from:
            return None
        began = [note["at"] for note in standing.notes if note["event"] == "reprompt"]
        spoken = self._reprompt if began else self._spoken
        if spoken is None:
            return None
        return Playing(score(spoken), began[-1] if began else 0.0, bool(began) or spoken is self._reprompt)

    def transcript(self) -> Transcript:
        """Return the conversation so far, expecting of each turn what became of it."""
        choice = self._choice
        key = (choice.key or HEARING_KEY) if choice.losses else None
        about = choice.about or "Saved from the simulator's page."
        return Transcript(tuple(self._steps), about, choice.locale, choice.user, choice.losses, key)

    def _enter(self) -> None:
        # All rooms share the one clock that the skill's process reads.
        self._stage.clock.set(self._moment)

    def _wait_until(self, at: float | None) -> None:
        """Let the next thing happen at `at`; a transcript keeps that only where it matters."""
        if at is None:
            return
        standing = self.device.standing
        acts = standing.next_act is not None and at >= standing.next_act
        self._wait(at, keep=self._kept > 0 or at < standing.silent_from or acts)

    def _wait(self, until: float, *, keep: bool) -> None:
        if until > self._waited:
            self.device.wait(round(until - self._waited, 3))
            self._waited = round(until, 3)
        if keep and until > self._kept:
            self._steps.append(Step(Wait(round(until - self._kept, 3))))
            self._kept = round(until, 3)

    def _heard(self, turn: Turn, exchange: Exchange) -> Exchange:
        self._moment = self._stage.clock()
        self._waited = self._kept = 0.0
        entry, answer = exchange.entry, exchange.answer
        expected = Expected(
            outcome=entry.outcome,
            intent=entry.intent,
            heard_by=None if entry.heard_by == "skill" else entry.heard_by,
            open=entry.session_open,
            statements=tuple(entry.statements) if entry.statements else None,
        )
        self._steps.append(Step(turn, expected))
        if answer is not None and answer.reply is not None and answer.error is None:
            self._spoken, self._reprompt = answer.reply.speech, answer.reply.reprompt
        elif entry.speech is not None:
            self._spoken = self._reprompt  # the device broke the silence
        return exchange


def dialog_replay(transcript: Transcript, skill_id: str) -> JsonObject:
    """Return the replay file of `ask dialog` (ASK CLI 2): the words alone, as it knows no clock."""
    words = []
    for step in transcript.steps:
        match step.turn:
            case Say(said) if said.strip():
                words.append(said.strip())
            case NewSession():
                words.append("exit")
    return {"skillId": skill_id, "locale": transcript.locale, "type": "text", "userInput": words}

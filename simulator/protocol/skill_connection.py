"""One user's exchanges with the skill: sessions, requests and what comes back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from simulator.errors import SkillFailure
from simulator.json_object import JsonObject
from simulator.protocol.envelope import (
    Session,
    SessionEnd,
    Situation,
    User,
    event_request,
    new_session,
    session_ended_request,
)
from simulator.protocol.lint import HEARD, Finding, lint
from simulator.protocol.reply import Reply, Spoken, read
from simulator.protocol.skill_events import DISABLED


class Endpoint(Protocol):
    """Where requests go."""

    def send(self, request: JsonObject) -> JsonObject:
        """Return the decoded answer to `request`; SkillFailure if there is none."""


@dataclass(frozen=True)
class Answer:
    """What came of one request."""

    request: JsonObject
    """What was sent."""
    response: JsonObject | None = None
    """What came back; None if nothing usable did."""
    reply: Reply | None = None
    """The response as the device reads it; None if it cannot."""
    error: str | None = None
    """Why the device cannot act on the response."""
    findings: tuple[Finding, ...] = ()
    """Where the response breaks Alexa's rules."""


class SkillConnection:
    """Sends requests for one user and keeps the session between them."""

    def __init__(self, user: User, locale: str, endpoint: Endpoint, clock: Callable[[], float]) -> None:
        """Begin without a session."""
        self._user = user
        self._locale = locale
        self._endpoint = endpoint
        self._clock = clock
        self._session: Session | None = None
        self._sessions = 0
        self._requests = 0
        self._reprompt: Spoken | None = None

    @property
    def session_open(self) -> bool:
        """Whether a session is open."""
        return self._session is not None

    @property
    def reprompt(self) -> Spoken | None:
        """What is still to be said after a silence."""
        return self._reprompt

    @property
    def voice(self) -> str:
        """Name of the person whose voice Alexa recognises; empty while she recognises nobody's."""
        return self._user.voice

    def recognise(self, voice: str) -> None:
        """Let Alexa recognise the voice of that person from now on; nobody's if empty."""
        self._user = replace(self._user, voice=voice)

    def take_reprompt(self) -> Spoken | None:
        """Return the reprompt; it is said only once."""
        reprompt, self._reprompt = self._reprompt, None
        return reprompt

    def ask(self, build: Callable[[Situation], JsonObject], *, anew: bool = False) -> Answer:
        """Send the request of `build` in the open session, or in a new one, and obey the answer.

        `anew` begins a new session even if one is open. A failed answer leaves the session as it
        is: the device has to end it.
        """
        if anew or self._session is None:
            self._sessions += 1
            self._session = new_session(self._user, self._sessions)
        self._reprompt = None
        answer = self._send(build, self._session)
        if answer.error is None and answer.reply is not None:
            self._obey(answer.reply, self._session)
        return answer

    def end(self, reason: SessionEnd, error: str | None = None) -> Answer | None:
        """Tell the skill that the session is over; None if none was open."""
        session, self._session, self._reprompt = self._session, None, None
        if session is None:
            return None
        return self._send(lambda situation: session_ended_request(situation, reason, error), session)

    def tell(self, event: str) -> Answer:
        """Tell the skill of an event (`skill_events.bodies`), which belongs to no session."""
        answer = self._send(
            lambda situation: event_request(situation, event), new_session(self._user, self._sessions + 1)
        )
        if event == DISABLED:
            self._user = replace(self._user, disabled=self._user.disabled + 1)
        return answer

    def _obey(self, reply: Reply, session: Session) -> None:
        if reply.keeps_session:
            session.new = False
            session.attributes = reply.attributes
            self._reprompt = reply.reprompt
        else:
            self._session = None

    def _send(self, build: Callable[[Situation], JsonObject], session: Session) -> Answer:
        self._requests += 1
        request = build(Situation(self._user, session, self._locale, self._requests, self._clock()))
        try:
            response = self._endpoint.send(request)
        except SkillFailure as failure:
            return Answer(request, error=str(failure))
        findings = lint(request, response)
        try:
            reply = read(response)
        except SkillFailure as failure:
            return Answer(request, response, error=str(failure), findings=findings)
        return Answer(request, response, reply, _silence_error(request, reply), findings)


def _silence_error(request: JsonObject, reply: Reply) -> str | None:
    """Return what is wrong with an answer that does nothing, where somebody waits to hear one."""
    heard = request["request"]["type"] in HEARD
    return "the skill's answer says nothing" if heard and not (reply.speech or reply.directives) else None

"""The whole skill behind the real web application, and one user who talks to it, signed as by Alexa."""

import json
from collections.abc import Mapping
from typing import Any

from ask_sdk_core.skill import CustomSkill

from skill.web.app import create_app
from skill.web.certificates import CertificateAuthority
from tests.web.authority import Chain, ThrowAwayAuthority
from tests.web.sender import SKILL_ID, Sender, envelope

USER = "amzn1.ask.account.SECRETUSER"


class Talker(Sender):
    """Sends requests of one user to a skill, keeping the session between them as a device does."""

    def __init__(self, skill: CustomSkill, authority: ThrowAwayAuthority, chain: Chain) -> None:
        super().__init__(authority, chain)
        trusted = CertificateAuthority((authority.root.certificate,), self.host)
        app = create_app(skill, skill_id=SKILL_ID, authority=trusted, clock=self.clock)
        self.client = app.test_client()
        self.attributes: dict[str, Any] = {}
        self.person = ""  # whose voice Alexa recognises

    def launch(self, user: str = USER) -> dict[str, Any]:
        self.attributes = {}
        return self._answer({"type": "LaunchRequest"}, user, new=True)

    def say(self, intent: str, user: str = USER, **slots: str) -> dict[str, Any]:
        filled = {name: {"name": name, "value": value} for name, value in slots.items()}
        return self._answer({"type": "IntentRequest", "intent": {"name": intent, "slots": filled}}, user)

    def ask(self, question: str, user: str = USER) -> dict[str, Any]:
        return self.say("AskQuestionIntent", user, question=question)

    def disable_the_skill(self, user: str = USER, status: int = 200) -> Any:
        """The answer's JSON; None where there is none, as with a `status` of 503."""
        content = envelope({"type": "AlexaSkillEvent.SkillDisabled"})
        del content["session"]
        content["context"]["System"]["user"] = {"userId": user}
        answer = self.send(content)
        assert answer.status_code == status
        return json.loads(answer.data or b"null")

    def _answer(self, request: Mapping[str, Any], user: str, *, new: bool = False) -> dict[str, Any]:
        content = envelope(request)
        content["session"] |= {"new": new, "attributes": self.attributes, "user": {"userId": user}}
        content["context"]["System"]["user"] = {"userId": user}
        if self.person:
            content["context"]["System"]["person"] = {"personId": self.person}
        sent = self.send(content)
        assert sent.status_code == 200
        answer: dict[str, Any] = json.loads(sent.data)
        self.attributes = answer.get("sessionAttributes", {})
        return answer


def outcome(answer: dict[str, Any]) -> str:
    return str(answer["sessionAttributes"]["outcome"])


def spoken(answer: dict[str, Any]) -> str:
    return str(answer["response"]["outputSpeech"]["ssml"])

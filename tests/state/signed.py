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

    def launch(self, user: str = USER) -> dict[str, Any]:
        self.attributes = {}
        return self._answer({"type": "LaunchRequest"}, user, new=True)

    def say(self, intent: str, user: str = USER, **slots: str) -> dict[str, Any]:
        filled = {name: {"name": name, "value": value} for name, value in slots.items()}
        return self._answer({"type": "IntentRequest", "intent": {"name": intent, "slots": filled}}, user)

    def ask(self, question: str, user: str = USER) -> dict[str, Any]:
        return self.say("AskQuestionIntent", user, question=question)

    def disable_the_skill(self, user: str = USER) -> dict[str, Any]:
        content = envelope({"type": "AlexaSkillEvent.SkillDisabled"})
        del content["session"]
        content["context"]["System"]["user"] = {"userId": user}
        return self._sent(content)

    def _answer(self, request: Mapping[str, Any], user: str, *, new: bool = False) -> dict[str, Any]:
        content = envelope(request)
        content["session"] |= {"new": new, "attributes": self.attributes, "user": {"userId": user}}
        content["context"]["System"]["user"] = {"userId": user}
        answer = self._sent(content)
        self.attributes = answer.get("sessionAttributes", {})
        return answer

    def _sent(self, content: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.send(content)
        assert answer.status_code == 200
        decoded: dict[str, Any] = json.loads(answer.data)
        return decoded


def outcome(answer: dict[str, Any]) -> str:
    return str(answer["sessionAttributes"]["outcome"])


def spoken(answer: dict[str, Any]) -> str:
    return str(answer["response"]["outputSpeech"]["ssml"])

"""Events as Lambda hands them over."""

from typing import Any

SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
QUESTION = "why does walking help my back"


def event(request: dict[str, Any], skill_id: str = SKILL_ID) -> dict[str, Any]:
    application = {"applicationId": skill_id}
    user = {"userId": "amzn1.ask.account.SECRETUSER"}
    head = {"requestId": "amzn1.echo-api.request.1", "timestamp": "2026-03-01T12:00:00Z", "locale": "en-US"}
    return {
        "version": "1.0",
        "session": {"new": True, "sessionId": "s", "application": application, "user": user},
        "context": {"System": {"application": application, "user": user}},
        "request": head | request,
    }


def question(text: str = QUESTION) -> dict[str, Any]:
    slot = {"name": "question", "value": text}
    return event({"type": "IntentRequest", "intent": {"name": "AskQuestionIntent", "slots": {"question": slot}}})


def environment(dynamodb: str) -> dict[str, str]:
    """What serverless.yml and Lambda set."""
    return {
        "BACK_COACH_SKILL_ID": SKILL_ID,
        "BACK_COACH_TABLE": "users",
        "BACK_COACH_KEY": "k" * 64,
        "BACK_COACH_DYNAMODB": dynamodb,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
    }

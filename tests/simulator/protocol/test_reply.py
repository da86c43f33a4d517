"""How the device reads a response."""

import pytest

from simulator.errors import SkillFailure
from simulator.json_object import JsonObject
from simulator.protocol import ssml
from simulator.protocol.reply import read


def answer(**body: object) -> JsonObject:
    return {"version": "1.0", "response": body}


@pytest.mark.parametrize(
    ("markup", "heard"),
    [
        ("<speak>Rest &amp; walk.</speak>", "Rest & walk."),
        ("<speak>One<break time='1s'/>two.</speak>", "One two."),
        ("<speak><p>One.</p><p>Two.</p></speak>", "One. Two."),
        ("<speak>Ask a <emphasis>physio</emphasis>.</speak>", "Ask a physio."),
        ("<speak>Wait <break time='1s'/>, then go</speak>", "Wait, then go"),
        ("<speak><sub alias='for example'>e.g.</sub> walk</speak>", "for example walk"),
        ("<speak><amazon:effect name='whispered'>Hush</amazon:effect></speak>", "Hush"),
        ("<speak><audio src='https://a'/></speak>", ""),
    ],
)
def test_plain_text(markup: str, heard: str) -> None:
    assert ssml.plain_text(markup) == heard


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"outputSpeech": {"type": "SSML", "ssml": "<speak>a & b</speak>"}}, "broken SSML"),
        ({"outputSpeech": {"type": "SSML", "text": "a"}}, "without the text"),
        ({"outputSpeech": "a"}, "without the text"),
        ({"outputSpeech": {"type": "PlainText", "text": "a" * 8_001}}, "8001 characters"),
        ({"reprompt": {"outputSpeech": {"type": "SSML", "ssml": "<"}}}, "reprompt is broken"),
        ({"card": "a" * 130_000}, "bytes"),
    ],
)
def test_what_alexa_would_refuse(body: dict[str, object], problem: str) -> None:
    with pytest.raises(SkillFailure, match=problem):
        read(answer(**body))


def test_no_response_object() -> None:
    with pytest.raises(SkillFailure, match="no response object"):
        read({"version": "1.0"})


@pytest.mark.parametrize(
    ("body", "keeps"),
    [({"shouldEndSession": False}, True), ({"shouldEndSession": True}, False), ({}, False)],
)
def test_only_false_keeps_the_session(body: dict[str, object], keeps: bool) -> None:
    assert read(answer(**body)).keeps_session is keeps

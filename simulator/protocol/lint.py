"""Checks of one response against the rules of the Alexa platform.

Each rule is a function from an exchange to findings; RULES lists them. A rule's id is R for the
envelope, S for SSML, P for sessions. Sources: R2 and S9 Amazon's best practices for text responses;
R1, R6, P4 the request and response JSON reference and the pages on session lifetime; R8 the page
on cards; S3 to S5 the SSML reference; P8 the custom interface's best practices; R4 and P5 public
reports of certification and of run-time errors.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from simulator.json_object import JsonObject, as_object, as_objects, member
from simulator.protocol import ssml
from simulator.protocol.skill_events import PREFIX

Level = Literal["error", "warning"]
"""Whether Alexa or its testers refuse it, or merely might."""


@dataclass(frozen=True)
class Finding:
    """One rule that a response breaks."""

    rule: str
    """Id of the rule."""
    level: Level
    """How bad it is."""
    message: str
    """What is wrong and how to mend it."""


Findings = Iterator[Finding]
"""What a rule yields."""

# fmt: off
_TAGS = frozenset((
    "speak", "audio", "break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub",
    "voice", "w", "amazon_domain", "amazon_effect", "amazon_emotion", "alexa_name",
))
# fmt: on
_STRENGTHS = frozenset({"none", "x-weak", "weak", "medium", "strong", "x-strong"})
_BREAK_TIME = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s)")
_LONGEST_BREAK_S = 10.0
_MOST_AUDIO = 5
_SPEECH_LIMIT = 7_500
_RESPONSE_LIMIT = 120 * 1024
_RESPONSE_WARNING = 24 * 1024
_CARD_LIMIT = 8_000
_IMAGE_URL_LIMIT = 2_000
_LONG_SPEECH_WORDS = 25
_CARDS = {
    "Simple": {"type", "title", "content"},
    "Standard": {"type", "title", "text", "image"},
    "LinkAccount": {"type"},
    "AskForPermissionsConsent": {"type", "permissions"},
}
_STRAY = re.compile(
    r"[*_#`]|https?:|www\.|[\u2600-\u27bf\U0001f000-\U0001faff]"  # marks, addresses, emoji
)
_INVITES = re.compile(r"\?$|\b(?:say|ask|tell|try)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
HEARD = frozenset({"LaunchRequest", "IntentRequest"})
"""Types of the requests whose answer somebody waits to hear."""

_VISUAL = ("Alexa.Presentation.APL.", "VideoApp.")


@dataclass(frozen=True)
class Answered:
    """A request and its response, with what most rules look at."""

    request: JsonObject
    """The whole request envelope."""
    response: JsonObject
    """The whole response envelope."""

    @cached_property
    def body(self) -> JsonObject:
        """The response object inside the envelope."""
        return as_object(self.response.get("response"))

    @cached_property
    def request_type(self) -> str:
        """For example IntentRequest."""
        return str(member(self.request, "request", "type"))

    @cached_property
    def outputs(self) -> tuple[tuple[str, JsonObject], ...]:
        """The speech and the reprompt with their names, as far as they are there."""
        found = (
            ("speech", self.body.get("outputSpeech")),
            ("reprompt", member(self.body, "reprompt", "outputSpeech")),
        )
        return tuple((name, as_object(output)) for name, output in found if output is not None)

    @cached_property
    def roots(self) -> tuple[tuple[str, ssml.Element], ...]:
        """The parsed SSML of speech and reprompt, where it is well formed."""
        found = []
        for name, output in self.outputs:
            try:
                found.append((name, ssml.parse(str(output.get("ssml", "")))))
            except ssml.SsmlError:
                continue
        return tuple(found)

    def text(self, name: str) -> str:
        """Return the words of the speech or the reprompt; empty where there are none."""
        output = dict(self.outputs).get(name, {})
        if "ssml" not in output:
            return str(output.get("text", ""))
        try:
            return ssml.plain_text(str(output["ssml"]))
        except ssml.SsmlError:
            return ""


def lint(request: JsonObject, response: JsonObject) -> tuple[Finding, ...]:
    """Return every finding about `response`, in the order of RULES."""
    answered = Answered(request, response)
    return tuple(finding for rule in RULES for finding in rule(answered))


def r1_type_decides_the_field(answered: Answered) -> Findings:
    """SSML goes with `ssml`, PlainText with `text`, never both."""
    fields = {"SSML": "ssml", "PlainText": "text"}
    for name, output in answered.outputs:
        field = fields.get(str(output.get("type")))
        present = {key for key in ("ssml", "text") if key in output}
        if field is None or present != {field}:
            yield _error("R1", f"the {name} needs type SSML with ssml, or PlainText with text")


def r2_speech_is_not_too_long(answered: Answered) -> Findings:
    """Speech and reprompt each stay below 7,500 characters with tags (Alexa refuses 8,000)."""
    for name, output in answered.outputs:
        length = max(len(str(output.get(key, ""))) for key in ("ssml", "text"))
        if length > _SPEECH_LIMIT:
            yield _error("R2", f"the {name} has {length} characters: keep below {_SPEECH_LIMIT}")


def r3_something_is_spoken(answered: Answered) -> Findings:
    """A launch or an intent is answered with words or a sound."""
    if answered.request_type not in HEARD:
        return
    sounds = any(root.find(".//audio") is not None for name, root in answered.roots)
    if not answered.text("speech").strip() and not sounds:
        yield _error("R3", "nothing is spoken: put words into the output speech")


def r4_response_is_not_too_large(answered: Answered) -> Findings:
    """The response stays below 120 KB, better below 24 KB, session attributes included."""
    size = len(json.dumps(answered.response, separators=(",", ":"), ensure_ascii=False).encode())
    if size > _RESPONSE_LIMIT:
        yield _error("R4", f"the response has {size} bytes: {_RESPONSE_LIMIT} are allowed")
    elif size > _RESPONSE_WARNING:
        yield _warning("R4", f"the response has {size} bytes: {_RESPONSE_WARNING} are safe")


def r5_envelope_is_complete(answered: Answered) -> Findings:
    """The envelope has version "1.0" and a response."""
    if answered.response.get("version") != "1.0":
        yield _error("R5", 'the version is not "1.0"')
    if not isinstance(answered.response.get("response"), dict):
        yield _error("R5", "the response object is missing")


def r6_no_nulls(answered: Answered) -> Findings:
    """Optional fields are left out, never null; shouldEndSession is true, false or missing."""
    for path in _nulls(answered.response, ""):
        yield _error("R6", f"{path} is null: leave it out")
    if not isinstance(answered.body.get("shouldEndSession", False), bool):
        yield _error("R6", "shouldEndSession is neither true nor false")


def r8_card_is_sound(answered: Answered) -> Findings:
    """One card of a known kind, plain text, at most 8,000 characters in all."""
    if "card" not in answered.body:
        return
    card = as_object(answered.body["card"])
    allowed = _CARDS.get(str(card.get("type")))
    if allowed is None or not card.keys() <= allowed:
        yield _error("R8", f"the card's type or fields are not one of {', '.join(_CARDS)}")
    image = as_object(card.get("image"))
    texts = [str(card[key]) for key in ("title", "content", "text") if key in card]
    if sum(map(len, (*texts, *map(str, image.values())))) > _CARD_LIMIT:
        yield _error("R8", f"the card has more than {_CARD_LIMIT} characters")
    if any("<" in text for text in texts):
        yield _error("R8", "the card has tags: it takes plain text")
    for url in map(str, image.values()):
        if not url.startswith("https://") or len(url) > _IMAGE_URL_LIMIT:
            yield _error("R8", f"an image address is not https or above {_IMAGE_URL_LIMIT}")


def s1_one_speak_root(answered: Answered) -> Findings:
    """The SSML has one <speak>, at its root."""
    for name, root in answered.roots:
        if root.tag != "speak" or root.find(".//speak") is not None:
            yield _error("S1", f"the {name} needs exactly one <speak>, around everything")


def s2_ssml_is_well_formed(answered: Answered) -> Findings:
    """Broken SSML is heard as silence: texts have to be escaped."""
    for name, output in answered.outputs:
        if "ssml" not in output:
            continue
        try:
            ssml.parse(str(output["ssml"]))
        except ssml.SsmlError as error:
            yield _error("S2", f"the {name} is {error}: escape & < > in its text")


def s3_known_tags(answered: Answered) -> Findings:
    """Only tags that Alexa knows."""
    for name, root in answered.roots:
        for tag in sorted({element.tag for element in root.iter()} - _TAGS):
            yield _error("S3", f"the {name} has <{tag}>, which Alexa does not know")


def s4_audio(answered: Answered) -> Findings:
    """At most five sounds, each from https or the sound library."""
    clips = [(name, clip) for name, root in answered.roots for clip in root.iter("audio")]
    if len(clips) > _MOST_AUDIO:
        yield _error("S4", f"{len(clips)} sounds: {_MOST_AUDIO} are allowed")
    for name, clip in clips:
        if not clip.get("src", "").startswith(("https://", "soundbank://")):
            yield _error("S4", f"a sound of the {name} is neither https:// nor soundbank://")


def s5_breaks(answered: Answered) -> Findings:
    """A break has a time with unit, at most 10 s, or a known strength."""
    for name, root in answered.roots:
        for element in root.iter("break"):
            time, strength = element.get("time"), element.get("strength")
            if strength is not None and strength not in _STRENGTHS:
                yield _error("S5", f"a break of the {name} has the unknown strength {strength!r}")
            if time is not None and not _is_allowed_break(time):
                yield _error("S5", f"a break of the {name} is {time!r}: at most 10s or 10000ms")


def s9_no_written_marks(answered: Answered) -> Findings:
    """No Markdown, address, emoji or stray symbol is read aloud."""
    for name, _ in answered.outputs:
        if found := _STRAY.search(answered.text(name)):
            yield _error("S9", f"the {name} contains {found.group()!r}: write words")


def p4_open_session_has_reprompt(answered: Answered) -> Findings:
    """An open microphone has a reprompt; only visual skills leave shouldEndSession out."""
    if answered.request_type not in HEARD:
        return
    ends = answered.body.get("shouldEndSession")
    if ends is False and not answered.text("reprompt").strip():
        yield _error("P4", "the session stays open without a reprompt: add one")
    if ends is None and not _is_visual(answered.body):
        yield _error("P4", "shouldEndSession is missing: say true or false")


def p5_question_means_open(answered: Answered) -> Findings:
    """The last sentence invites an answer exactly when the session stays open."""
    ends = answered.body.get("shouldEndSession")
    last = _SENTENCE_END.split(answered.text("speech").strip())[-1]
    if ends is True and last.endswith("?"):
        yield _error("P5", f"the session closes after the question {last!r}")
    if ends is False and last and not _INVITES.search(last):
        yield _error("P5", f"the session stays open but {last!r} invites no answer")


def p6_reprompt_differs(answered: Answered) -> Findings:
    """The reprompt is not a long speech said again."""
    speech, reprompt = answered.text("speech"), answered.text("reprompt")
    if speech and speech == reprompt and len(speech.split()) > _LONG_SPEECH_WORDS:
        yield _warning("P6", "the reprompt repeats the whole speech: make it short")


def p8_nothing_where_nobody_hears(answered: Answered) -> Findings:
    """The answer to a session's end is empty, and so is the answer to an event."""
    if answered.request_type != "SessionEndedRequest" and not answered.request_type.startswith(PREFIX):
        return
    for field in ("outputSpeech", "card", "reprompt", "directives"):
        if answered.body.get(field):
            yield _error("P8", f"{field} in answer to {answered.request_type}, which nobody hears: answer nothing")


RULES: tuple[Callable[[Answered], Findings], ...] = (
    r1_type_decides_the_field,
    r2_speech_is_not_too_long,
    r3_something_is_spoken,
    r4_response_is_not_too_large,
    r5_envelope_is_complete,
    r6_no_nulls,
    r8_card_is_sound,
    s1_one_speak_root,
    s2_ssml_is_well_formed,
    s3_known_tags,
    s4_audio,
    s5_breaks,
    s9_no_written_marks,
    p4_open_session_has_reprompt,
    p5_question_means_open,
    p6_reprompt_differs,
    p8_nothing_where_nobody_hears,
)
"""Every rule, in the order in which findings are shown."""


def _error(rule: str, message: str) -> Finding:
    return Finding(rule, "error", message)


def _warning(rule: str, message: str) -> Finding:
    return Finding(rule, "warning", message)


def _nulls(value: object, path: str) -> Iterator[str]:
    if value is None:
        yield path or "the response"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _nulls(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _nulls(inner, f"{path}[{place}]")


def _is_allowed_break(time: str) -> bool:
    found = _BREAK_TIME.fullmatch(time)
    if found is None:
        return False
    return float(found[1]) / (1000.0 if found[2] == "ms" else 1.0) <= _LONGEST_BREAK_S


def _is_visual(body: JsonObject) -> bool:
    directives = as_objects(body.get("directives"))
    return any(str(item.get("type")).startswith(_VISUAL) for item in directives)

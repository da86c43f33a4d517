"""A conversation as a person writes it: YAML, with what is expected of each turn.

tests/dialogs/README.md describes the file for its authors. `read` checks a file and tells the line of
every mistake; `write` makes one that `read` takes.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Literal

import yaml

from simulator.conversation.turns import LONGEST_WAIT_S, Event, NewSession, Say, Turn, Voice, Wait
from simulator.device.entry import Entry
from simulator.errors import TranscriptError
from simulator.hearing.fidelity import DEFAULT_SHARE, Losses
from simulator.protocol.skill_events import bodies

Familiarity = Literal["new", "returning"]
"""Whether the user has opened the skill before."""

DEFAULT_LOCALE = "en-US"
"""The locale of a transcript that names none."""


@dataclass(frozen=True)
class Expected:
    """What must be true of a turn; None and empty leave it open. The file has blanks for `_`."""

    outcome: str | None = None
    """The skill's name for what it did."""
    intent: str | None = None
    """Name of the intent, or LaunchRequest or SessionEndedRequest."""
    heard_by: str | None = None
    """skill, alexa or nobody."""
    open: bool | None = None
    """Whether the session is open afterwards."""
    statements: tuple[str, ...] | None = None
    """Ids of exactly the statements spoken, in order."""
    choices: tuple[str, ...] | None = None
    """Ids of exactly what was offered, in order."""
    slots: dict[str, str] | None = None
    """Values that these slots have; others may be filled too."""
    speech_has: tuple[str, ...] = ()
    """Each of these is heard; case and spacing do not matter."""
    speech_lacks: tuple[str, ...] = ()
    """None of these is heard."""
    reprompt_has: tuple[str, ...] = ()
    """Each of these is in the reprompt."""
    meanwhile: tuple[str, ...] | None = None
    """Exactly what the device did before: cut_off, reprompt, session_ended."""
    safety_net: bool | None = None
    """Whether it says what to do about a red flag that nobody told of."""

    def failures(self, entry: Entry) -> Iterator[str]:
        """Yield one line for everything in which `entry` is not as expected."""
        yield from self._unlike("outcome", self.outcome, entry.outcome)
        yield from self._unlike("intent", self.intent, entry.intent)
        yield from self._unlike("heard by", self.heard_by, entry.heard_by)
        yield from self._unlike("open", self.open, entry.session_open)
        yield from self._unlike("statements", _listed(self.statements), entry.statements or [])
        yield from self._unlike("choices", _listed(self.choices), entry.choices or [])
        yield from self._unlike("safety net", self.safety_net, bool(entry.safety_net))
        events = [str(event["event"]) for event in entry.meanwhile or []]
        yield from self._unlike("meanwhile", _listed(self.meanwhile), events)
        for name, value in (self.slots or {}).items():
            yield from self._unlike(f"slot {name}", value, (entry.slots or {}).get(name))
        speech, reprompt = _plain(entry.speech), _plain(entry.reprompt)
        for text in self.speech_has:
            if _plain(text) not in speech:
                yield f"the speech lacks {text!r}: {entry.speech!r}"
        for text in self.speech_lacks:
            if _plain(text) in speech:
                yield f"the speech has {text!r}: {entry.speech!r}"
        for text in self.reprompt_has:
            if _plain(text) not in reprompt:
                yield f"the reprompt lacks {text!r}: {entry.reprompt!r}"

    @staticmethod
    def _unlike(name: str, wanted: object, found: object) -> Iterator[str]:
        if wanted is not None and wanted != found:
            yield f"{name} is {found!r}, expected {wanted!r}"


@dataclass(frozen=True)
class Step:
    """One item of `turns`."""

    turn: Turn
    """What happens."""
    expected: Expected = field(default_factory=Expected)
    """What must be true afterwards."""
    line: int = 0
    """Where it stands in the file, from 1; 0 if it came from no file."""


@dataclass(frozen=True)
class Transcript:
    """A conversation with its expectations."""

    steps: tuple[Step, ...]
    """In order."""
    about: str = ""
    """One line for the reader."""
    locale: str = DEFAULT_LOCALE
    """The locale of the device."""
    user: Familiarity = "new"
    """Whether the user has opened the skill before."""
    losses: Losses | None = None
    """What the `device` hearing loses; None for the `ideal` hearing."""
    key: str | None = None
    """Names the person, on whom depends what the `device` hearing loses; None for any."""


def read(text: str, name: str = "transcript") -> Transcript:
    """Read a transcript; `name` stands before the line in the TranscriptError of a bad one."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TranscriptError(f"{name}:{line}: not YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise TranscriptError(f"{name}:1: not YAML: {error}") from error
    return _Reader(name).transcript(root)


def before_last_words(transcript: Transcript) -> Transcript:
    """Return `transcript` without what was said last, and without all after it.

    Raises:
        TranscriptError: nothing was said.
    """
    said = [
        place for place, step in enumerate(transcript.steps) if isinstance(step.turn, Say) and step.turn.words.strip()
    ]
    if not said:
        raise TranscriptError("nothing was said yet that could be taken back")
    return replace(transcript, steps=transcript.steps[: said[-1]])


def write(transcript: Transcript) -> str:
    """Return `transcript` as a file; `read` gives it back, but for the lines."""
    head: dict[str, object] = {
        "about": transcript.about or None,
        "locale": transcript.locale,
        "user": transcript.user,
    }
    if transcript.losses is not None:
        losses = transcript.losses
        head["hearing"] = {"share": losses.share, "seed": losses.seed, "key": transcript.key}
    parts = [_dump({key: value for key, value in head.items() if value is not None}), "turns:\n"]
    parts.extend(_dump([_item(step)]) for step in transcript.steps)
    return "".join(parts) if transcript.steps else f"{parts[0]}turns: []\n"


def _dump(content: object) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def _item(step: Step) -> dict[str, object]:
    match step.turn:
        case Say(words) if words.strip():
            item: dict[str, object] = {"say": words}
        case Say():
            item = {"silence": True}
        case Wait(seconds):
            item = {"wait": int(seconds) if seconds == int(seconds) else seconds}
        case NewSession():
            item = {"new session": True}
        case Voice(person):
            item = {"person": person}
        case Event(name):
            item = {"event": name}
    for expectation in fields(Expected):
        value = getattr(step.expected, expectation.name)
        if value is not None and value != ():
            item[expectation.name.replace("_", " ")] = list(value) if isinstance(value, tuple) else value
        elif value == () and expectation.default is None:
            item[expectation.name.replace("_", " ")] = []
    return item


_ACTIONS = ("say", "wait", "silence", "new session", "person", "event")
_TEXTS = ("outcome", "intent", "heard by")
_LISTS = ("statements", "choices", "meanwhile", "speech has", "speech lacks", "reprompt has")
_FLAGS = ("open", "safety net")
_EXPECTATIONS = (*_TEXTS, *_FLAGS, "slots", *_LISTS)
_HEADS = ("about", "locale", "user", "hearing", "turns")


@dataclass(frozen=True)
class _Reader:
    """Walks the nodes of a file, which know their lines."""

    name: str

    def transcript(self, root: yaml.Node | None) -> Transcript:
        if root is None:
            raise TranscriptError(f"{self.name}:1: the file is empty: write locale, user and turns")
        head = self._mapping(root, _HEADS)
        if "turns" not in head:
            raise self._wrong(root, "turns is missing: list what is said")
        user = self._text(head["user"]) if "user" in head else "new"
        if user not in ("new", "returning"):
            raise self._wrong(head["user"], f"user is {user!r}: write new or returning")
        losses, key = self._hearing(head.get("hearing"))
        steps = tuple(self._step(node) for node in self._sequence(head["turns"]))
        self._check_waits(head["turns"], steps)
        return Transcript(
            steps=steps,
            about=self._text(head["about"]) if "about" in head else "",
            locale=self._text(head["locale"]) if "locale" in head else DEFAULT_LOCALE,
            user="returning" if user == "returning" else "new",
            losses=losses,
            key=key,
        )

    def _hearing(self, node: yaml.Node | None) -> tuple[Losses | None, str | None]:
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value == "ideal"):
            return None, None
        if isinstance(node, yaml.ScalarNode) and node.value == "device":
            return Losses(), None
        given = self._mapping(node, ("share", "seed", "key"))
        share = self._number(given["share"]) if "share" in given else DEFAULT_SHARE
        seed = self._number(given["seed"]) if "seed" in given else 0.0
        if not 0.0 <= share <= 1.0:
            raise self._wrong(given["share"], "a share lies between 0 and 1")
        if seed != int(seed):
            raise self._wrong(given["seed"], "a seed is a whole number")
        key = self._text(given["key"]) if "key" in given else None
        return Losses(share, int(seed)), key

    def _step(self, node: yaml.Node) -> Step:
        item = self._mapping(node, (*_ACTIONS, *_EXPECTATIONS))
        actions = [key for key in item if key in _ACTIONS]
        if len(actions) != 1:
            raise self._wrong(node, f"a turn has exactly one of {', '.join(_ACTIONS)}")
        action = actions[0]
        turn = self._turn(action, item.pop(action))
        if item and not isinstance(turn, Say | Event):
            raise self._wrong(node, f"{', '.join(item)} goes with say, silence or event, not with {action}")
        return Step(turn, self._expected(item), node.start_mark.line + 1)

    def _turn(self, action: str, node: yaml.Node) -> Turn:
        if action == "say":
            words = self._text(node)
            if not words.strip():
                raise self._wrong(node, "nothing is said: write silence: true")
            return Say(words)
        if action == "wait":
            seconds = self._number(node)
            if not 0 <= seconds <= LONGEST_WAIT_S:
                raise self._wrong(node, f"a wait is a number of seconds from 0 to {LONGEST_WAIT_S:.0f}")
            return Wait(math.floor(seconds * 1000 + 0.5) / 1000)
        if action == "person":
            return Voice(self._text(node).strip())
        if action == "event":
            name = self._text(node)
            if name not in bodies():
                raise self._wrong(node, f"{name!r} is no event: take one of {', '.join(bodies())}")
            return Event(name)
        if not self._flag(node):
            raise self._wrong(node, f"{action} is true, or not there")
        return Say("") if action == "silence" else NewSession()

    def _expected(self, item: dict[str, yaml.Node]) -> Expected:
        given: dict[str, object] = {}
        for key, node in item.items():
            name = key.replace(" ", "_")
            if key in _TEXTS:
                given[name] = self._text(node)
            elif key in _LISTS:
                given[name] = self._texts(node)
            elif key in _FLAGS:
                given[name] = self._flag(node)
            else:
                slots = self._mapping(node, None)
                given[name] = {slot: self._text(value) for slot, value in slots.items()}
        return Expected(**given)  # type: ignore[arg-type] # each was read by the kind of its name

    def _check_waits(self, node: yaml.Node, steps: Iterable[Step]) -> None:
        if sum(step.turn.seconds for step in steps if isinstance(step.turn, Wait)) > LONGEST_WAIT_S:
            raise self._wrong(node, f"the waits add up to more than {LONGEST_WAIT_S:.0f} s")

    def _mapping(self, node: yaml.Node, known: tuple[str, ...] | None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(node, f"expected keys with values{_of(known)}")
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self._text(key_node)
            if known is not None and key not in known:
                raise self._wrong(key_node, f"{key!r} is not known: take{_of(known)[3:]}")
            if key in found:
                raise self._wrong(key_node, f"{key!r} stands here twice")
            found[key] = value
        return found

    def _sequence(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(node, "expected a list: begin each item with a hyphen")
        return list(node.value)

    def _texts(self, node: yaml.Node) -> tuple[str, ...]:
        if isinstance(node, yaml.ScalarNode):
            return (self._text(node),)
        return tuple(self._text(item) for item in self._sequence(node))

    def _text(self, node: yaml.Node) -> str:
        # The characters themselves: YAML would make a truth value of a plain yes or no.
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(node, "expected text")
        return str(node.value)

    def _number(self, node: yaml.Node) -> float:
        try:
            number = float(self._text(node))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self._wrong(node, f"{self._text(node)!r} is not a number")
        return number

    def _flag(self, node: yaml.Node) -> bool:
        text = self._text(node).lower()
        if text not in ("true", "false"):
            raise self._wrong(node, f"{text!r} is neither true nor false")
        return text == "true"

    def _wrong(self, node: yaml.Node, problem: str) -> TranscriptError:
        return TranscriptError(f"{self.name}:{node.start_mark.line + 1}: {problem}")


def _of(known: tuple[str, ...] | None) -> str:
    return "" if known is None else f" of {', '.join(known)}"


def _listed(texts: tuple[str, ...] | None) -> list[str] | None:
    return None if texts is None else list(texts)


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u2019", "'").casefold().split())

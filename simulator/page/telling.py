"""What the page is told, as JSON: a turn, and where the device stands."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from simulator.device.device import Exchange
from simulator.device.entry import Entry
from simulator.hearing.recognizer import Recognition
from simulator.json_object import JsonObject, as_object
from simulator.page.places import Place
from simulator.page.room import Playing, Room
from simulator.page.sounds import Sounds
from simulator.protocol.envelope import timestamp
from simulator.protocol.reply import Spoken
from simulator.protocol.skill_connection import Answer
from simulator.speaking.score import score


@dataclass(frozen=True)
class Teller:
    """Puts things into words that the page's script reads."""

    places: Mapping[str, Place]
    """Where in the document each id stands."""
    sounds: Sounds | None = None
    """Speaks what is said; None where there is no voice."""

    def turn(self, exchange: Exchange, trace: JsonObject) -> JsonObject:
        """Return all that can be seen of one utterance; `trace` is what went on in the skill meanwhile."""
        entry, answer = exchange.entry, exchange.answer
        answers = ([answer] if answer else []) + list(exchange.session_ends)
        return {
            **entry.as_json(),
            "moment": timestamp(exchange.moment),
            "understood": _recognition(exchange.recognition),
            "statements": self._ids(entry.statements or ()),
            "choices": self._ids(entry.choices or ()),
            "findings": [finding for answer in answers for finding in _findings(answer)],
            "answers": [_answer(answer) for answer in answers],
            "score": _score_of(entry),
            "trace": self._trace(trace),
        }

    def standing(self, room: Room) -> JsonObject:
        """Return where the device of `room` stands."""
        playing = room.playing()
        standing = room.device.standing
        return {
            "now": timestamp(standing.now),
            "elapsed": standing.elapsed,
            "silent_from": standing.silent_from,
            "next_act": standing.next_act,
            "reprompts": standing.reprompts,
            "session_open": room.device.session_open,
            "person": room.device.voice,
            "notes": list(standing.notes),
            "playing": None if playing is None else self._playing(playing),
        }

    def _playing(self, playing: Playing) -> JsonObject:
        return {
            "score": asdict(playing.score),
            "began": playing.began,
            "reprompt": playing.reprompt,
            "sound": self.sounds.keep(playing.score) if self.sounds else None,
        }

    def _trace(self, trace: JsonObject) -> JsonObject | None:
        understood = as_object(trace.get("understood"))
        if not understood:
            return trace or None
        readings = [{**reading, "place": self._place(reading["label"])} for reading in understood["readings"]]
        nearest = understood["nearest"]
        near = {"id": nearest, "place": self._place(nearest)} if nearest else None
        return {**trace, "understood": {**understood, "readings": readings, "nearest": near}}

    def _ids(self, ids: Iterable[str]) -> list[JsonObject]:
        return [{"id": name, "place": self._place(name)} for name in ids]

    def _place(self, name: str) -> JsonObject | None:
        place = self.places.get(name)
        return None if place is None else asdict(place)


def _findings(answer: Answer) -> list[JsonObject]:
    about = str(answer.request["request"]["type"])
    return [{**asdict(found), "about": about} for found in answer.findings]


def _answer(answer: Answer) -> JsonObject:
    return {
        "type": answer.request["request"]["type"],
        "request": answer.request,
        "response": answer.response,
        "error": answer.error,
    }


def _recognition(recognition: Recognition | None) -> JsonObject | None:
    if recognition is None:
        return None
    slots = [
        {
            "name": filled.slot.name,
            "type": filled.slot.type_name,
            "value": filled.value,
            "listed": filled.listed,
            "matches": [{"id": match.id, "name": match.name} for match in filled.matches],
        }
        for filled in recognition.slots
    ]
    return {
        "why": recognition.why,
        "rank": recognition.rank.name.lower(),
        "misheard": recognition.misheard,
        "slots": slots,
    }


def _score_of(entry: Entry) -> JsonObject | None:
    if entry.speech is None or entry.seconds is None:
        return None
    return asdict(score(Spoken(entry.speech, entry.ssml, entry.seconds)))

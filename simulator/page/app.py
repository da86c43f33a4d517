"""The page's web application: the page itself, what its script asks for, and the signing relay."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from audio.heard import Heard
from audio.piper import VoiceError
from audio.whisper import EarError
from simulator.conversation.leading import lead
from simulator.conversation.replay import Stage
from simulator.conversation.transcript import DEFAULT_LOCALE, Transcript, before_last_words, read, write
from simulator.conversation.turns import LONGEST_WAIT_S
from simulator.device.device import Exchange
from simulator.errors import SimulatorError, SkillFailure
from simulator.hearing.fidelity import DEFAULT_SHARE, Losses
from simulator.hearing.interaction_model import available_locales
from simulator.json_object import JsonObject, as_object
from simulator.page.guard import SOUND, guard
from simulator.page.places import find_places
from simulator.page.readings import preferred
from simulator.page.relay import relay
from simulator.page.room import Room, dialog_replay
from simulator.page.sounds import Sounds
from simulator.page.stretches import hear, pictures
from simulator.page.telling import Teller
from simulator.protocol.skill_events import bodies
from simulator.workshop.watching import Workshop
from skill.web.json_body import MalformedBodyError, parsed_object

_HERE = Path(__file__).parent
_LARGEST_BODY = 256 * 1024
_LONGEST_SOUND = 4 * 1024 * 1024
"""Bytes of twenty seconds at the highest rate of a browser's, and room to spare."""
_MOST_ROOMS = 50
_LARGEST_SEED = 2**31
_KEEP_ALIVE_S = 15.0
_MOST_STAGES = 1000
_LONGEST_NAME = 60


class Ear(Protocol):
    """Recognises what is spoken to the page."""

    def hear(self, sound: bytes) -> Heard:
        """What is said in a sound file. Raises EarError where it cannot tell."""
        ...


@dataclass(frozen=True)
class Setting:
    """What the page runs on."""

    stage: Stage
    """The skill, the clock and the interaction models."""
    models: Path
    """Folder with one interaction model per locale."""
    document: Path
    """Folder of the Markdown from which statements come."""
    trace: Callable[[], JsonObject] = dict
    """Tells what went on in the skill since the last call; nothing, of a skill that cannot be watched."""
    renew: Callable[[], object] = lambda: None
    """Starts the skill anew, with what was compiled since."""
    workshop: Workshop | None = None
    """Watches the documents; None where nobody edits them."""
    sounds: Sounds | None = None
    """Speaks what is said; None where no voice is installed."""
    ear: Ear | None = None
    """Hears what is spoken to the page; None where none is installed."""


def create_page(setting: Setting) -> Flask:
    """Return the page's WSGI application; everything it keeps is in memory."""
    app = Flask("simulator_page", static_folder=str(_HERE / "static"), static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    guard(app)
    desk = _Desk(setting, Teller(find_places(setting.document), setting.sounds))
    if setting.workshop is not None:
        setting.workshop.on_compiled(desk.renew)
    routes: dict[str, Callable[..., Response]] = {
        "/api/conversations": desk.begin,
        "/api/conversations/<room_id>/say": desk.say,
        "/api/conversations/<room_id>/silence": desk.silence,
        "/api/conversations/<room_id>/pass": desk.let_pass,
        "/api/conversations/<room_id>/leave": desk.leave,
        "/api/conversations/<room_id>/person": desk.recognise,
        "/api/conversations/<room_id>/event": desk.event,
        "/api/replays": desk.replay,
        "/api/stretches/<routine_id>/hear": desk.hear,
        "/api/conversations/<room_id>/correct": desk.correct,
        "/relay": desk.relay,
    }
    for rule, view in routes.items():
        app.add_url_rule(rule, endpoint=rule, view_func=_one_at_a_time(desk.lock, view), methods=["POST"])
    # Beside the conversations: nobody waits while somebody's words are recognised.
    app.add_url_rule("/api/recognise", view_func=desk.recognise_speech, methods=["POST"])
    app.add_url_rule("/", endpoint="/", view_func=lambda: app.send_static_file("index.html"))
    app.add_url_rule("/api/options", view_func=desk.options)
    app.add_url_rule("/api/news", view_func=desk.news)
    app.add_url_rule("/api/stretches", view_func=desk.stretches)
    # Beside the conversations: nobody waits while something is spoken.
    app.add_url_rule("/api/sounds/<name>/<int:place>", view_func=desk.sound)
    app.add_url_rule("/api/stretches/<routine_id>/whole.wav", view_func=desk.whole)
    app.add_url_rule("/api/conversations/<room_id>/transcript", view_func=desk.transcript)
    app.add_url_rule("/api/conversations/<room_id>/dialog", view_func=desk.dialog)
    app.register_error_handler(HTTPException, _told)
    app.register_error_handler(SimulatorError, _failed)
    app.register_error_handler(VoiceError, _failed)
    return app


def _one_at_a_time(lock: threading.Lock, view: Callable[..., Response]) -> Callable[..., Response]:
    """Let one request at a time reach the device: there is one clock, and one skill."""

    @wraps(view)
    def locked(**arguments: str) -> Response:
        with lock:
            return view(**arguments)

    return locked


@dataclass
class _Desk:
    """Answers the page's script. A room's id names this start of the simulator, and how many were opened before."""

    setting: Setting
    teller: Teller
    lock: threading.Lock = field(default_factory=threading.Lock)
    rooms: dict[str, Room] = field(default_factory=dict)
    opened: int = 0
    start: str = field(default_factory=lambda: token_hex(4))

    def options(self) -> Response:
        locales = available_locales(self.setting.models)
        return jsonify(
            locales=locales,
            locale=DEFAULT_LOCALE if DEFAULT_LOCALE in locales else locales[0],
            share=DEFAULT_SHARE,
            suggestions=_suggestions(),
            events=list(bodies()),
            watched=self.setting.workshop is not None,
            voice=self.setting.sounds is not None,
            ear=self.setting.ear is not None,
        )

    def renew(self) -> None:
        """Go on with what was compiled since, in every conversation."""
        with self.lock:
            self.setting.renew()
            self.teller = Teller(find_places(self.setting.document), self.setting.sounds)
            for room in self.rooms.values():
                room.rehear()

    def news(self) -> Response:
        """Tell what becomes of edits, for as long as the page listens (server-sent events)."""
        if self.setting.workshop is None:
            abort(404, "nobody watches the documents")
        return Response(_events(self.setting.workshop), mimetype="text/event-stream")

    def begin(self) -> Response:
        body = _body()
        user, hearing = body.get("user", "new"), body.get("hearing", "ideal")
        if user not in ("new", "returning") or hearing not in ("ideal", "device"):
            abort(400, "user is new or returning; hearing is ideal or device")
        losses = Losses(_number(body, "share", 1.0), int(_number(body, "seed", _LARGEST_SEED)))
        choice = Transcript(
            steps=(),
            locale=str(body.get("locale", DEFAULT_LOCALE)),
            user=user,
            losses=losses if hearing == "device" else None,
        )
        room_id, room = self._open(choice)
        return self._tell(room_id, room)

    def say(self, room_id: str) -> Response:
        room, words = self._acted(room_id), _words()
        return self._tell(room_id, room, room.say(words, _moment(_body())))

    def correct(self, room_id: str) -> Response:
        """Take back what was said last, which was mis-heard, and say what was meant in its place."""
        words = _words()
        transcript = before_last_words(self._room(room_id).transcript())
        room_id, room = self._open(transcript)
        for _ in room.replay(transcript.steps):
            self.setting.trace()
        return self._tell(room_id, room, room.say(words))

    def recognise_speech(self) -> Response:
        if self.setting.ear is None:
            abort(404, "no ear is installed: run `make voice`, then start `make run` again")
        if request.mimetype != SOUND:
            abort(415, f"send {SOUND}")
        request.max_content_length = _LONGEST_SOUND
        try:
            heard = self.setting.ear.hear(request.get_data())
        except EarError as error:
            abort(HTTPStatus.BAD_GATEWAY, str(error))
        locale = request.args.get("locale") or DEFAULT_LOCALE
        return jsonify(asdict(preferred(heard, self.setting.stage.hearing(locale, None))))

    def silence(self, room_id: str) -> Response:
        room = self._acted(room_id)
        return self._tell(room_id, room, room.silence())

    def let_pass(self, room_id: str) -> Response:
        room, body = self._acted(room_id), _body()
        room.let_pass(_number(body, "seconds", LONGEST_WAIT_S), _moment(body))
        return self._tell(room_id, room)

    def leave(self, room_id: str) -> Response:
        room, body = self._acted(room_id), _body()
        room.leave(_moment(body))
        return self._tell(room_id, room)

    def recognise(self, room_id: str) -> Response:
        room, person = self._acted(room_id), _body().get("person")
        if not isinstance(person, str) or len(person) > _LONGEST_NAME:
            abort(400, f"person is a name of at most {_LONGEST_NAME} characters, or empty")
        room.recognise(person.strip())
        return self._tell(room_id, room)

    def event(self, room_id: str) -> Response:
        room, body = self._acted(room_id), _body()
        event = str(body.get("event"))
        if event not in bodies():
            abort(400, f"event is one of {', '.join(bodies())}")
        return self._tell(room_id, room, room.tell(event, _moment(body)))

    def replay(self) -> Response:
        text = _body().get("text")
        if not isinstance(text, str):
            abort(400, "text is the transcript")
        transcript = read(text)
        room_id, room = self._open(transcript)
        turns = []
        for step, exchange in room.replay(transcript.steps):
            failures = list(step.expected.failures(exchange.entry))
            turns.append({**self.teller.turn(exchange, self.setting.trace()), "failures": failures})
        return self._tell(room_id, room, turns=turns, choice=_chosen(transcript))

    def stretches(self) -> Response:
        return jsonify(stretches=self._stretches(request.args.get("locale") or DEFAULT_LOCALE))

    def hear(self, routine_id: str) -> Response:
        body = _body()
        choice = Transcript(steps=(), locale=str(body.get("locale", DEFAULT_LOCALE)))
        name = self._named(routine_id, choice.locale)
        stage = int(_number(body, "stage", _MOST_STAGES))
        room_id, room = self._open(choice)
        heard = hear(room, name, stage)
        turns = [self.teller.turn(exchange, self.setting.trace()) for exchange in heard]
        return self._tell(room_id, room, turns=turns, choice=_chosen(choice))

    def sound(self, name: str, place: int) -> Response:
        """A piece of what is being said, as it sounds, and when each of its words begins."""
        sounds = self._sounds()
        sounding = sounds.piece(name, place)
        if sounding is None:
            abort(404, "this is not being said any more")
        timing = json.dumps({"seconds": sounding.seconds, "words": sounding.words})
        return Response(sounds.wav(sounding), mimetype=SOUND, headers={"Timing": timing})

    def whole(self, routine_id: str) -> Response:
        """A stretch from its beginning to its end, spoken as it is heard."""
        sounds = self._sounds()
        locale = request.args.get("locale") or DEFAULT_LOCALE
        name = self._named(routine_id, locale)
        with self.lock:
            room = self._furnish(Transcript(steps=(), locale=locale))
            heard = list(lead(room.say, room.name, name))
            self.setting.trace()  # nobody looks inside: it is no conversation of the page's
        return Response(sounds.whole(heard[1:]), mimetype=SOUND)

    def _sounds(self) -> Sounds:
        if self.setting.sounds is None:
            abort(404, "no voice is installed: run 'make voice'")
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            abort(403, "this server speaks for its own page alone")  # sound is fetched without an Origin
        return self.setting.sounds

    def _stretches(self, locale: str) -> list[JsonObject]:
        return pictures(self.setting.document / "compiled", locale)

    def _named(self, routine_id: str, locale: str) -> str:
        """What a stretch is called."""
        names: dict[str, str] = {stretch["id"]: stretch["name"] for stretch in self._stretches(locale)}
        if routine_id not in names:
            abort(404, "there is no such stretch any more: reload the page")
        return names[routine_id]

    def transcript(self, room_id: str) -> Response:
        text = write(self._room(room_id).transcript())
        return _file(text, "application/yaml", "conversation.yaml")

    def dialog(self, room_id: str) -> Response:
        skill_id = request.args.get("skill_id", "").strip() or "amzn1.ask.skill.your-own-skill-id"
        content = dialog_replay(self._room(room_id).transcript(), skill_id)
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        return _file(text, "application/json", "ask-dialog.json")

    def relay(self) -> Response:
        stage = self.setting.stage
        return jsonify(relay(_body(), stage.endpoint, stage.clock))

    def _furnish(self, choice: Transcript) -> Room:
        """A room of its own, which nobody finds again."""
        self.opened += 1
        room = Room(choice, self.setting.stage, f"page/{self.opened}")
        self.setting.trace()  # what a returning user's first visit left there
        return room

    def _open(self, choice: Transcript) -> tuple[str, Room]:
        room = self._furnish(choice)
        room_id = f"{self.start}-{self.opened}"
        self.rooms[room_id] = room
        if len(self.rooms) > _MOST_ROOMS:
            del self.rooms[next(iter(self.rooms))]
        return room_id, room

    def _room(self, room_id: str) -> Room:
        if room_id not in self.rooms:
            abort(404, "this conversation is gone, because the simulator was started anew: reload the page")
        return self.rooms[room_id]

    def _acted(self, room_id: str) -> Room:
        """The room in which the page does something. It tells how long its voice speaks, and else the clock decides."""
        room, body = self._room(room_id), _body()
        if "silent_from" in body:
            room.speak_until(_number(body, "silent_from", LONGEST_WAIT_S))
        return room

    def _tell(self, room_id: str, room: Room, exchange: Exchange | None = None, **more: object) -> Response:
        turn = self.teller.turn(exchange, self.setting.trace()) if exchange else None
        standing = self.teller.standing(room)
        kept = write(room.transcript())
        return jsonify(id=room_id, name=room.name, turn=turn, standing=standing, transcript=kept, **more)


def _suggestions() -> JsonObject:
    return as_object(json.loads((_HERE / "suggestions.json").read_text(encoding="utf-8")))


def _events(workshop: Workshop) -> Iterator[str]:
    for news in workshop.news(_KEEP_ALIVE_S):
        yield f"data: {json.dumps(news.as_json())}\n\n" if news else ": nothing new\n\n"


def _chosen(transcript: Transcript) -> JsonObject:
    losses = transcript.losses
    return {
        "locale": transcript.locale,
        "user": transcript.user,
        "hearing": "device" if losses else "ideal",
        "share": losses.share if losses else DEFAULT_SHARE,
        "seed": losses.seed if losses else 0,
    }


def _body() -> JsonObject:
    try:
        return parsed_object(request.get_data())
    except MalformedBodyError as error:
        abort(400, f"the body is not a JSON object ({error})")


def _words() -> str:
    words = _body().get("words")
    if not isinstance(words, str) or not words.strip():
        abort(400, "words is text that is not empty")
    return words


def _number(body: JsonObject, name: str, most: float) -> float:
    number = body.get(name, 0)
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= most:
        abort(400, f"{name} is a number from 0 to {most:.0f}")
    return float(number)


def _moment(body: JsonObject) -> float:
    return round(_number(body, "at", LONGEST_WAIT_S), 3)


def _file(text: str, mimetype: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype=mimetype, headers=disposition)


def _told(error: HTTPException) -> tuple[Response, int]:
    return jsonify(error=error.description), error.code or HTTPStatus.INTERNAL_SERVER_ERROR


def _failed(error: SimulatorError | VoiceError) -> tuple[Response, int]:
    failed = isinstance(error, SkillFailure | VoiceError)
    return jsonify(error=str(error)), HTTPStatus.BAD_GATEWAY if failed else HTTPStatus.BAD_REQUEST

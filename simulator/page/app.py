"""The page's web application: the page itself, what its script asks for, and the signing relay."""

import json
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, abort, jsonify
from werkzeug.exceptions import HTTPException

from audio.piper import VoiceError
from simulator.conversation.transcript import DEFAULT_LOCALE
from simulator.errors import SimulatorError, SkillFailure
from simulator.hearing.fidelity import DEFAULT_SHARE
from simulator.hearing.interaction_model import available_locales
from simulator.json_object import JsonObject, as_object
from simulator.page.guard import guard
from simulator.page.rooms import Rooms
from simulator.page.setting import Setting
from simulator.page.sound_views import SoundViews
from simulator.page.talk_views import TalkViews
from simulator.protocol.skill_events import bodies
from simulator.workshop.watching import Workshop

_HERE = Path(__file__).parent
_LARGEST_BODY = 256 * 1024
_KEEP_ALIVE_S = 15.0


def create_page(setting: Setting) -> Flask:
    """Return the page's WSGI application; everything it keeps is in memory."""
    app = Flask("simulator_page", static_folder=str(_HERE / "static"), static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    guard(app)
    rooms = Rooms(setting)
    if setting.workshop is not None:
        setting.workshop.on_compiled(rooms.renew)
    talk, sound = TalkViews(setting, rooms), SoundViews(setting, rooms)
    deeds: dict[str, Callable[..., Response]] = {
        "/api/conversations": talk.begin,
        "/api/conversations/<room_id>/say": talk.say,
        "/api/conversations/<room_id>/silence": talk.silence,
        "/api/conversations/<room_id>/pass": talk.let_pass,
        "/api/conversations/<room_id>/leave": talk.leave,
        "/api/conversations/<room_id>/person": talk.recognise,
        "/api/conversations/<room_id>/event": talk.event,
        "/api/conversations/<room_id>/correct": talk.correct,
        "/api/replays": talk.replay,
        "/api/stretches/<routine_id>/hear": talk.hear,
        "/relay": talk.relay,
    }
    for rule, view in deeds.items():
        app.add_url_rule(rule, endpoint=rule, view_func=rooms.one_at_a_time(view), methods=["POST"])
    app.add_url_rule("/api/recognise", view_func=sound.recognise, methods=["POST"])
    looks: dict[str, Callable[..., Response]] = {
        "/": lambda: app.send_static_file("index.html"),
        "/api/options": lambda: jsonify(_options(setting)),
        "/api/news": lambda: _news(setting.workshop),
        "/api/conversations/<room_id>/transcript": talk.transcript,
        "/api/conversations/<room_id>/dialog": talk.dialog,
        "/api/stretches": talk.stretches,
        "/api/stretches/<routine_id>/whole.wav": sound.whole,
        "/api/stretches/<routine_id>/trouble": sound.trouble,
        "/api/sounds/<name>/<int:place>": sound.piece,
    }
    for rule, view in looks.items():
        app.add_url_rule(rule, endpoint=rule, view_func=view)
    app.register_error_handler(HTTPException, _told)
    app.register_error_handler(SimulatorError, _failed)
    app.register_error_handler(VoiceError, _failed)
    return app


def _options(setting: Setting) -> JsonObject:
    """What there is to choose from, and what of it is chosen unasked."""
    locales = available_locales(setting.models)
    return {
        "locales": locales,
        "locale": DEFAULT_LOCALE if DEFAULT_LOCALE in locales else locales[0],
        "share": DEFAULT_SHARE,
        "suggestions": as_object(json.loads((_HERE / "suggestions.json").read_text(encoding="utf-8"))),
        "events": list(bodies()),
        "watched": setting.workshop is not None,
        "voice": setting.sounds is not None,
        "recogniser": setting.recogniser is not None,
    }


def _news(workshop: Workshop | None) -> Response:
    """Tell what becomes of edits, for as long as the page listens (server-sent events)."""
    if workshop is None:
        abort(404, "nobody watches the documents")
    return Response(_events(workshop), mimetype="text/event-stream")


def _events(workshop: Workshop) -> Iterator[str]:
    for news in workshop.news(_KEEP_ALIVE_S):
        yield f"data: {json.dumps(news.as_json())}\n\n" if news else ": nothing new\n\n"


def _told(error: HTTPException) -> tuple[Response, int]:
    return jsonify(error=error.description), error.code or HTTPStatus.INTERNAL_SERVER_ERROR


def _failed(error: SimulatorError | VoiceError) -> tuple[Response, int]:
    failed = isinstance(error, SkillFailure | VoiceError)
    return jsonify(error=str(error)), HTTPStatus.BAD_GATEWAY if failed else HTTPStatus.BAD_REQUEST

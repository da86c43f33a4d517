"""What the page's script asks for that has to do with a conversation: to begin it, to say something, to keep it."""

import json

from flask import Response, jsonify, request

from simulator.conversation.transcript import Transcript, before_last_words, read, write
from simulator.hearing.fidelity import DEFAULT_SHARE
from simulator.json_object import JsonObject
from simulator.page import parameters
from simulator.page.relay import relay
from simulator.page.room import dialog_replay
from simulator.page.rooms import Rooms
from simulator.page.setting import Setting
from simulator.page.stretches import hear, pictures


class TalkViews:
    """Answers the page's script, one request at a time."""

    def __init__(self, setting: Setting, rooms: Rooms) -> None:
        self._setting = setting
        self._rooms = rooms

    def begin(self) -> Response:
        """Begin a conversation."""
        room_id, room = self._rooms.open(parameters.choice())
        return self._rooms.tell(room_id, room)

    def say(self, room_id: str) -> Response:
        """Say something."""
        room, words = self._rooms.enter(room_id), parameters.words()
        return self._rooms.tell(room_id, room, room.say(words, parameters.moment()))

    def correct(self, room_id: str) -> Response:
        """Take back what was said last, which was mis-heard, and say what was meant in its place."""
        words = parameters.words()
        transcript = before_last_words(self._rooms.find(room_id).transcript())
        room_id, room = self._rooms.open(transcript)
        for _ in room.replay(transcript.steps):
            self._setting.trace()
        return self._rooms.tell(room_id, room, room.say(words))

    def silence(self, room_id: str) -> Response:
        """Say nothing until the device does something."""
        room = self._rooms.enter(room_id)
        return self._rooms.tell(room_id, room, room.silence())

    def let_pass(self, room_id: str) -> Response:
        """Let time pass."""
        room = self._rooms.enter(room_id)
        room.let_pass(parameters.seconds("seconds"), parameters.moment())
        return self._rooms.tell(room_id, room)

    def leave(self, room_id: str) -> Response:
        """Walk away."""
        room = self._rooms.enter(room_id)
        room.leave(parameters.moment())
        return self._rooms.tell(room_id, room)

    def recognise(self, room_id: str) -> Response:
        """Let Alexa recognise somebody's voice."""
        room = self._rooms.enter(room_id)
        room.recognise(parameters.person())
        return self._rooms.tell(room_id, room)

    def event(self, room_id: str) -> Response:
        """Let Alexa tell the skill of an event."""
        room = self._rooms.enter(room_id)
        return self._rooms.tell(room_id, room, room.tell(parameters.event(), parameters.moment()))

    def replay(self) -> Response:
        """Go through a transcript, and tell what is not as it expects."""
        transcript = read(parameters.saved())
        room_id, room = self._rooms.open(transcript)
        turns = []
        for step, exchange in room.replay(transcript.steps):
            failures = list(step.expected.failures(exchange.entry))
            turns.append({**self._rooms.turn(exchange), "failures": failures})
        return self._rooms.tell(room_id, room, turns=turns, choice=_chosen(transcript))

    def stretches(self) -> Response:
        """Every stretch as a picture."""
        return jsonify(stretches=pictures(self._setting.document, parameters.locale_of(request.args)))

    def hear(self, routine_id: str) -> Response:
        """Begin a conversation in which a stretch has come to one of its stages."""
        choice = Transcript(steps=(), locale=parameters.locale_of(parameters.body()))
        name = parameters.stretch(routine_id, self._setting.document)
        stage = parameters.stage()
        room_id, room = self._rooms.open(choice)
        turns = [self._rooms.turn(exchange) for exchange in hear(room, name, stage)]
        return self._rooms.tell(room_id, room, turns=turns, choice=_chosen(choice))

    def transcript(self, room_id: str) -> Response:
        """The conversation as a file, which is brought back by a replay or runs as a test."""
        text = write(self._rooms.find(room_id).transcript())
        return _file(text, "application/yaml", "conversation.yaml")

    def dialog(self, room_id: str) -> Response:
        """The conversation as a file for `ask dialog`."""
        skill_id = request.args.get("skill_id", "").strip() or "amzn1.ask.skill.your-own-skill-id"
        content = dialog_replay(self._rooms.find(room_id).transcript(), skill_id)
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        return _file(text, "application/json", "ask-dialog.json")

    def relay(self) -> Response:
        """Sign a request of another program, and hand it on."""
        stage = self._setting.stage
        return jsonify(relay(parameters.body(), stage.endpoint, stage.clock))


def _chosen(transcript: Transcript) -> JsonObject:
    losses = transcript.losses
    return {
        "locale": transcript.locale,
        "user": transcript.user,
        "hearing": "device" if losses else "ideal",
        "share": losses.share if losses else DEFAULT_SHARE,
        "seed": losses.seed if losses else 0,
    }


def _file(text: str, mimetype: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype=mimetype, headers=disposition)

"""The conversations that the page has begun, and what its script is told of each."""

import threading
from collections.abc import Callable
from functools import wraps
from secrets import token_hex

from flask import Response, abort, jsonify

from simulator.conversation.transcript import Transcript, write
from simulator.device.device import Exchange
from simulator.json_object import JsonObject
from simulator.page import parameters
from simulator.page.places import find_places
from simulator.page.room import Room
from simulator.page.setting import Setting
from simulator.page.telling import Teller

_MOST_ROOMS = 50


class Rooms:
    """Keeps conversations. An id names this start of the simulator, and how many were opened before."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._rooms: dict[str, Room] = {}
        self._opened = 0
        self._start = token_hex(4)
        self._teller = self._new_teller()
        self.lock = threading.Lock()
        """Held by whoever reaches the device: there is one clock, and one skill."""

    def one_at_a_time(self, view: Callable[..., Response]) -> Callable[..., Response]:
        """`view`, for one request after another."""

        @wraps(view)
        def locked(**arguments: str) -> Response:
            with self.lock:
                return view(**arguments)

        return locked

    def renew(self) -> None:
        """Go on with what was compiled since, in every conversation."""
        with self.lock:
            self._setting.renew()
            self._teller = self._new_teller()
            for room in self._rooms.values():
                room.rehear()

    def furnish(self, choice: Transcript) -> Room:
        """A conversation that nobody finds again."""
        self._opened += 1
        room = Room(choice, self._setting.stage, f"page/{self._opened}")
        self._setting.trace()  # what a returning user's first visit left there
        return room

    def open(self, choice: Transcript) -> tuple[str, Room]:
        """A conversation, and the id by which it is found; the oldest of too many is given up."""
        room = self.furnish(choice)
        room_id = f"{self._start}-{self._opened}"
        self._rooms[room_id] = room
        if len(self._rooms) > _MOST_ROOMS:
            del self._rooms[next(iter(self._rooms))]
        return room_id, room

    def find(self, room_id: str) -> Room:
        """The conversation of that id."""
        if room_id not in self._rooms:
            abort(404, "this conversation is gone, because the simulator was started anew: reload the page")
        return self._rooms[room_id]

    def enter(self, room_id: str) -> Room:
        """The conversation in which something is done; where the page tells how long its voice speaks, that holds."""
        room = self.find(room_id)
        if "silent_from" in parameters.body():
            room.speak_until(parameters.seconds("silent_from"))
        return room

    def turn(self, exchange: Exchange) -> JsonObject:
        """What can be seen of an utterance, with what went on in the skill meanwhile."""
        return self._teller.turn(exchange, self._setting.trace())

    def tell(self, room_id: str, room: Room, exchange: Exchange | None = None, **more: object) -> Response:
        """Where a conversation stands after `exchange`, and the transcript that brings it back."""
        turn = self.turn(exchange) if exchange else None
        standing = self._teller.standing(room)
        kept = write(room.transcript())
        return jsonify(id=room_id, name=room.name, turn=turn, standing=standing, transcript=kept, **more)

    def _new_teller(self) -> Teller:
        return Teller(find_places(self._setting.document), self._setting.sounds)

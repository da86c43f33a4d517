"""What the page's script asks for that can be heard, or was: nobody's conversation waits for it."""

import json
from dataclasses import asdict
from http import HTTPStatus

from flask import Response, abort, jsonify, request

from audio.whisper import RecogniserError
from simulator.conversation.leading import lead_on
from simulator.conversation.transcript import Transcript
from simulator.page import parameters
from simulator.page.guard import SOUND
from simulator.page.readings import preferred
from simulator.page.rooms import Rooms
from simulator.page.setting import Setting
from simulator.page.sounds import Sounds

_LONGEST_SOUND = 4 * 1024 * 1024
"""Bytes of twenty seconds at the highest rate of a browser's, and room to spare."""


class SoundViews:
    """Speaks and listens for the page, beside the conversations."""

    def __init__(self, setting: Setting, rooms: Rooms) -> None:
        self._setting = setting
        self._rooms = rooms

    def recognise(self) -> Response:
        """What is said in a recording."""
        if self._setting.recogniser is None:
            abort(404, "no recogniser is installed: run `make voice`, then start `make run` again")
        if request.mimetype != SOUND:
            abort(415, f"send {SOUND}")
        request.max_content_length = _LONGEST_SOUND
        try:
            heard = self._setting.recogniser.hear(request.get_data())
        except RecogniserError as error:
            abort(HTTPStatus.BAD_GATEWAY, str(error))
        hearing = self._setting.stage.hearing(parameters.locale_of(request.args), None)
        return jsonify(asdict(preferred(heard, hearing)))

    def piece(self, name: str, place: int) -> Response:
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
        name = parameters.stretch(routine_id, self._setting.document)
        with self._rooms.lock:
            room = self._rooms.furnish(Transcript(steps=(), locale=parameters.locale_of(request.args)))
            heard = list(lead_on(room.say, room.name, name))
            self._setting.trace()  # nobody looks inside: it is no conversation of the page's
        return Response(sounds.whole(routine_id, heard), mimetype=SOUND)

    def trouble(self, routine_id: str) -> Response:
        """Why a stretch that was asked for as a whole was not spoken to its end; empty if it was."""
        return jsonify(trouble=self._sounds().trouble(routine_id))

    def _sounds(self) -> Sounds:
        if self._setting.sounds is None:
            abort(404, "no voice is installed: run 'make voice'")
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            abort(403, "this server speaks for its own page alone")  # sound is fetched without an Origin
        return self._setting.sounds

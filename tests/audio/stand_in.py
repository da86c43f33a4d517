"""In Piper's place: answers on a port of its own as `piper.http_server` does, with tones."""

import array
import io
import json
import math
import sys
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RATE = 16_000
LETTER_S = 0.07

last: dict[str, Any] = {}


def tone(letter: str, seconds: float) -> bytes:
    """The sound of a letter; of anything else, silence."""
    count = round(seconds * RATE)
    pitch = 200 + 20 * (ord(letter.lower()) - ord("a")) if letter.isalnum() else 0
    return array.array("h", (round(9_000 * math.sin(2 * math.pi * pitch * at / RATE)) for at in range(count))).tobytes()


class Handler(BaseHTTPRequestHandler):
    """Says a text, and tells its sounds."""

    def do_POST(self) -> None:
        """Say the text of the body."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = asked["text"].strip()
        if not text:
            self._answer(500, b"")
            return
        seconds = LETTER_S * asked.get("length_scale", 1.0)
        sounds = ["^", *text, "$"]
        content = io.BytesIO()
        with wave.open(content, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            for sound in sounds:
                file.writeframes(tone(sound, seconds))
        last.update(
            text=text, alignments=[{"phoneme": sound, "seconds": round(seconds * RATE) / RATE} for sound in sounds]
        )
        self._answer(200, content.getvalue())

    def do_GET(self) -> None:
        """Tell the sounds of what was said last."""
        self._answer(200, json.dumps({"last": last or None}).encode())

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - named by the library
        """Say nothing of requests."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
sys.stderr.write(f" * Running on http://127.0.0.1:{server.server_port}\n")
sys.stderr.flush()
server.serve_forever()

"""`python -m tests.audio.stand_in`: in Piper's place, answers on a port as `piper.http_server` does, with tones.

Asked to listen, it is in the recogniser's place.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.audio.stand_in_ear import ear
from tests.audio.tones import Tones

last: dict[str, Any] = {}


class Handler(BaseHTTPRequestHandler):
    """Says a text, and tells its sounds."""

    def do_POST(self) -> None:
        """Say the text of the body."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = asked["text"].strip()
        if not text:
            self._answer(500, b"")
            return
        said = Tones().speak(text, 1.0 / asked.get("length_scale", 1.0))
        last.update(text=text, alignments=[{"phoneme": one.text, "seconds": one.seconds} for one in said.phonemes])
        self._answer(200, said.wav)

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


if __name__ == "__main__":
    if any("audio.listen" in argument for argument in sys.argv):
        ear()
        sys.exit()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stderr.write(f" * Running on http://127.0.0.1:{server.server_port}\n")
    sys.stderr.flush()
    server.serve_forever()

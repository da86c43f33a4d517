"""The synthesiser Piper: one process that loads its voice once and is given text after text.

Piper is under the GPL, so it runs as a program and is imported nowhere. It is talked to over a port of its own on
loopback, because there it takes a speed with each text and tells how long each sound of it lasts.
"""

import http.client
import io
import json
import os
import re
import subprocess
import threading
import wave
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO

from audio.environment import Environment
from skill.errors import BackCoachError

SAMPLE_BYTES = 2
"""Bytes of a sample: sixteen bits, one channel."""

_LOOPBACK = "127.0.0.1"
_SERVING = re.compile(rf"http://{re.escape(_LOOPBACK)}:(\d+)")
_ANSWER_S = 300.0
_LOG_LINES = 20
_ENDS_WITH_US = 'trap "" INT; "$@" & child=$!; exec 2>&-; read -r _; kill $child'
"""Run by a shell: the program is ended when our end of its input is closed, and that happens however we end."""
_NO_WAY_OUT = {
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), f"http://{_LOOPBACK}:9"),
    **dict.fromkeys(("no_proxy", "NO_PROXY"), ""),
}
"""Piper could be asked to fetch further voices; here it finds no network, so that nothing leaves the computer."""


class VoiceError(BackCoachError):
    """A synthesiser is missing, or said nothing."""


@dataclass(frozen=True)
class Phoneme:
    """One sound of what was said; a space between words is one too."""

    text: str
    """How it is written in the phonetic alphabet."""
    seconds: float
    """How long it lasts."""


@dataclass(frozen=True)
class Synthesis:
    """What a voice said."""

    samples: bytes
    """The sound: sixteen bits a sample, one channel."""
    rate: int
    """Samples a second."""
    phonemes: tuple[Phoneme, ...]
    """Its sounds, which together last as long as the samples."""

    @property
    def wav(self) -> bytes:
        """The same as a sound file."""
        return wav(self.samples, self.rate)


class Piper:
    """A voice of Piper. It starts at once, and is waited for where something is to be said."""

    rate: int
    """Samples a second."""

    def __init__(self, environment: Environment) -> None:
        python = str(environment.python)
        command = [
            "/bin/sh",
            "-c",
            _ENDS_WITH_US,
            "piper",
            python,
            "-m",
            "piper.http_server",
            "--host",
            _LOOPBACK,
            "--port",
            "0",
        ]
        command += ["--model", str(environment.voice), "--data-dir", str(environment.voice.parent)]
        self.rate = _rate(environment.voice)
        self._process = subprocess.Popen(  # noqa: S603 - our own arguments
            command,
            cwd=environment.voice.parent,
            env={**os.environ, **_NO_WAY_OUT},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        assert self._process.stderr
        self._log = deque[str](maxlen=_LOG_LINES)
        self._port: int | None = None
        self._told = threading.Event()
        self._turn = threading.Lock()
        self._reader = threading.Thread(target=self._read, args=(self._process.stderr,), daemon=True)
        self._reader.start()

    def speak(self, text: str, speed: float = 1.0, *, steady: bool = False) -> Synthesis:
        """Say `text` at a share `speed` of the voice's own; `steady` takes equally long each time.

        Raises:
            VoiceError: the program has ended, or there is nothing in `text` that could be said.
        """
        asked: dict[str, object] = {"text": text, "length_scale": 1.0 / speed}
        if steady:
            asked["noise_w_scale"] = 0.0
        with self._turn:  # the sounds that Piper tells are those of the text that it said last
            sound = self._ask("POST", "/synthesize", json.dumps(asked))
            last = json.loads(self._ask("GET", "/info"))["last"]
        with wave.open(io.BytesIO(sound)) as file:
            samples, rate = file.readframes(file.getnframes()), file.getframerate()
        return Synthesis(samples, rate, tuple(Phoneme(one["phoneme"], one["seconds"]) for one in last["alignments"]))

    def close(self) -> None:
        """End the program."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()
        self._reader.join()

    def _ask(self, method: str, path: str, body: str | None = None) -> bytes:
        self._told.wait()
        if self._port is None:
            raise self._ended()
        connection = http.client.HTTPConnection(_LOOPBACK, self._port, timeout=_ANSWER_S)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        except TimeoutError as error:
            raise VoiceError(f"Piper has said nothing for {_ANSWER_S:.0f} s") from error
        except (OSError, http.client.HTTPException) as error:
            raise self._ended() from error
        finally:
            connection.close()
        if answer.status != HTTPStatus.OK:
            raise VoiceError(f"Piper could not say that: {answer.status} {answer.reason}")
        return content

    def _ended(self) -> VoiceError:
        return VoiceError(f"Piper has ended: {''.join(self._log).strip()}")

    def _read(self, log: IO[str]) -> None:
        """Read what the program says of itself, so that it is never kept waiting; its port is among it."""
        with log:
            for line in log:
                self._log.append(line)
                if self._port is None and (found := _SERVING.search(line)):
                    self._port = int(found[1])
                    self._told.set()
        self._port = None
        self._told.set()


def _rate(voice: Path) -> int:
    properties = json.loads(Path(f"{voice}.json").read_text(encoding="utf-8"))
    return int(properties["audio"]["sample_rate"])


def wav(samples: bytes, rate: int) -> bytes:
    """A sound file of `samples`, one channel of sixteen bits, `rate` of them a second."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(rate)
        file.writeframes(samples)
    return content.getvalue()

"""The recogniser Whisper: one process that loads its weights once and is given sound after sound."""

import json
import os
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from audio.environment import Environment
from audio.heard import SIZE_BYTES, Heard
from skill.errors import BackCoachError

_ROOT = Path(__file__).resolve().parents[1]
_LISTEN = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
runpy.run_module("audio.listen", run_name="__main__", alter_sys=True)
"""
"""Runs our program with the packages of its own environment; ours come last, as beside them may lie other versions."""
_ANSWER_S = 60.0
_END_S = 5.0
_LOOK_S = 0.05
"""Seconds after which whoever closes a recogniser that is hearing looks whether a new program has come up for it."""
_TOLD_BYTES = 2_000
_NO_WAY_OUT = {"HF_HUB_OFFLINE": "1"}
"""What loads the weights looks nowhere but on this computer."""


class RecogniserError(BackCoachError):
    """The recogniser cannot be started, has ended, or could not read a sound."""


class Whisper:
    """A recogniser. It starts at once, and is waited for where something is to be heard; one that ended starts anew."""

    def __init__(self, environment: Environment) -> None:
        """Start the program.

        Raises:
            RecogniserError: it cannot be started.
        """
        self._command = [str(environment.python), "-c", _LISTEN, str(_ROOT), str(environment.whisper)]
        self._folder = environment.whisper
        self._turn = threading.Lock()
        self._closed = False
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the recogniser
        try:
            self._process = self._start()
        except RecogniserError:
            self._log.close()
            raise

    def hear(self, sound: bytes) -> Heard:
        """What is said in a sound file.

        Raises:
            RecogniserError: the program ended over it, or cannot read it; or the recogniser is closed.
        """
        with self._turn:
            if self._closed:
                raise RecogniserError("the recogniser is closed")
            if self._process.poll() is not None:
                self._shut()
                self._process = self._start()
            answer = self._ask(sound)
        if "error" in answer:
            raise RecogniserError(f"the recogniser cannot read that sound ({answer['error']})")
        return Heard(answer["words"], tuple(answer["doubtful"]), tuple(answer["others"]))

    def close(self) -> None:
        """End the program, and with it what is being heard."""
        self._closed = True
        while not self._turn.acquire(timeout=_LOOK_S):
            self._end()  # also one that is started meanwhile
        self._end()
        self._shut()
        self._log.close()
        self._turn.release()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(  # noqa: S603 - our own arguments
                self._command,
                cwd=self._folder,
                env={**os.environ, **_NO_WAY_OUT},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
            )
        except OSError as error:
            raise RecogniserError(f"{self._command[0]}: {error}") from error

    def _ask(self, sound: bytes) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        patience = threading.Timer(_ANSWER_S, self._process.kill)
        patience.start()
        try:
            self._process.stdin.write(len(sound).to_bytes(SIZE_BYTES) + sound)
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        finally:
            patience.cancel()
        if not line:
            self._process.kill()
            self._process.wait()
            self._shut()
            raise RecogniserError(f"the recogniser has ended: {self._told()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _shut(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not taken any more
                pipe.close()  # type: ignore[union-attr] # both are pipes

    def _told(self) -> str:
        """The last that the program said of itself."""
        end = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, end - _TOLD_BYTES))
        return self._log.read().decode(errors="replace").strip() or f"exit status {self._process.returncode}"

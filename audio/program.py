"""A program that speaks: it serves on a port of loopback, says on its standard error which, and ends when we do."""

import http.client
import os
import re
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from typing import IO

from skill.errors import BackCoachError

LOOPBACK = "127.0.0.1"
"""Where it serves."""

_SERVING = re.compile(rf"http://{re.escape(LOOPBACK)}:(\d+)")
_LOG_LINES = 20
_ENDS_WITH_US = 'trap "" INT; "$@" & child=$!; exec 2>&-; read -r _; kill $child'
"""Run by a shell: the program is ended when our end of its input is closed, and that happens however we end."""
_NO_WAY_OUT = {
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), f"http://{LOOPBACK}:9"),
    **dict.fromkeys(("no_proxy", "NO_PROXY"), ""),
}
"""It may be able to fetch things; here it finds no network, so that nothing leaves the computer."""


class ProgramError(BackCoachError):
    """The program did not do what it was asked for."""


class EndedError(ProgramError):
    """The program has ended by itself."""


class Program:
    """One run of a program. It starts at once, and is waited for where it is asked for something."""

    def __init__(self, name: str, command: Sequence[str], folder: Path, *, start_s: float, answer_s: float) -> None:
        self._name = name
        self._start_s = start_s
        self._answer_s = answer_s
        self._process = subprocess.Popen(  # noqa: S603 - our own arguments
            ["/bin/sh", "-c", _ENDS_WITH_US, name, *command],
            cwd=folder,
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
        self._reader = threading.Thread(target=self._read, args=(self._process.stderr,), daemon=True)
        self._reader.start()

    @property
    def served(self) -> bool:
        """Whether it has begun to serve, be it that it has ended since."""
        return self._port is not None

    @property
    def ended(self) -> bool:
        """Whether it is known to have ended."""
        return not self._reader.is_alive()

    def ask(self, method: str, path: str, body: str | None = None) -> bytes:
        """What it answers to a request. One that does not start or answer in its time is ended.

        Raises:
            EndedError: it has ended by itself.
            ProgramError: it took too long, or answered that it could not.
        """
        if not self._told.wait(self._start_s):
            self.end()
            raise ProgramError(f"{self._name} has not begun within {self._start_s:.0f} s{self._last_words()}")
        if self._port is None:
            raise self._over()
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=self._answer_s)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        except TimeoutError as error:
            self.end()
            raise ProgramError(f"{self._name} has said nothing for {self._answer_s:.0f} s") from error
        except (OSError, http.client.HTTPException) as error:
            self.end()
            raise self._over() from error
        finally:
            connection.close()
        if answer.status != HTTPStatus.OK:
            raise ProgramError(f"{self._name} could not say that: {answer.status} {answer.reason}")
        return content

    def end(self) -> None:
        """End it, and wait until it has."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()
        self._reader.join()

    def _over(self) -> EndedError:
        return EndedError(f"{self._name} has ended{self._last_words()}")

    def _last_words(self) -> str:
        log = "".join(self._log).strip()
        return f": {log}" if log else ""

    def _read(self, log: IO[str]) -> None:
        """Read what the program says of itself, so that it is never kept waiting; its port is among it."""
        with log:
            for line in log:
                if self._port is None and (found := _SERVING.search(line)):
                    self._port = int(found[1])
                    self._told.set()
                else:
                    self._log.append(line)
        self._told.set()

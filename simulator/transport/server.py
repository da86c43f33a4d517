"""The skill behind its real web application, in a process of its own, on a loopback port."""

import http.client
import json
import logging
import signal
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from ask_sdk_core.skill import CustomSkill
from werkzeug.serving import BaseWSGIServer, make_server

from simulator.errors import ServerError, SkillFailure
from simulator.json_object import JsonObject
from simulator.protocol.envelope import SKILL_ID
from simulator.transport.signing import Signer, TrustedRoot
from simulator.transport.tracing import Tracer
from skill.errors import BackCoachError
from skill.web.app import create_app

SkillFactory = Callable[[Path, Tracer], CustomSkill]
"""Builds a skill that keeps its state in the given file and may be watched; importable by name in another process."""

Clock = Callable[[], float]
"""Gives seconds since 1970; it is handed to the skill's process as that is spawned."""

_LOOPBACK = "127.0.0.1"
_START_S = 120.0
_ANSWER_S = 60.0
_STOP_S = 10.0
_TRACE_S = 10.0
_HEED_S = 0.05
"""How soon the skill's process heeds that it shall end: whoever edits waits for it."""
_TRACE = "trace"
_START = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
"""How a process is started: from one that is kept for that, where the system knows how to."""
_AT_HAND = (
    "ask_sdk_core.skill_builder",
    "ask_sdk_webservice_support",
    "cryptography.x509",
    "flask",
    "werkzeug.serving",
)
"""What the kept one has imported, so that whoever edits need not wait for that: nothing of the skill, which changes."""


@dataclass(frozen=True)
class _Job:
    factory: SkillFactory
    database: Path
    trusted: TrustedRoot
    clock: Clock


class SkillServer:
    """Runs a skill while it is open; use it in a `with` statement.

    `send` signs a request, posts it over a socket and returns the decoded answer.
    """

    def __init__(self, factory: SkillFactory, clock: Clock) -> None:
        """Prepare to run the skill of `factory`, whose process will read `clock`."""
        self._factory = factory
        self._clock = clock
        self._signer = Signer(clock())
        self._folder = tempfile.TemporaryDirectory(prefix="back-coach-", ignore_cleanup_errors=True)
        self._running: _Running | None = None
        self._broken = False

    def __enter__(self) -> Self:
        """Start the process; ServerError if the skill cannot be built or does not answer."""
        try:
            self._running = self._start()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the process and throw its state away."""
        self._stop()
        self._folder.cleanup()

    @property
    def folder(self) -> Path:
        """Where the skill keeps its state while it runs."""
        return Path(self._folder.name)

    @property
    def port(self) -> int:
        """The loopback port of the web application; ServerError outside the `with` statement."""
        if self._running is None:
            raise ServerError("the skill is not running: use the server in a `with` statement")
        return self._running.port

    def send(self, request: JsonObject) -> JsonObject:
        """Post `request` and return the answer; SkillFailure if there is none worth the name."""
        body = json.dumps(request).encode("ascii")
        self._revive()
        connection = http.client.HTTPConnection(_LOOPBACK, self.port, timeout=_ANSWER_S)
        try:
            connection.request("POST", "/", body, self._signer.headers(body))
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._stop()
            self._broken = True
            raise SkillFailure("the skill's process broke off") from error
        finally:
            connection.close()
        if answer.status != http.HTTPStatus.OK:
            raise SkillFailure(f"the skill answered HTTP {answer.status}")
        return _decoded(content)

    def trace(self) -> JsonObject:
        """Return what went on in the skill's process since the last call (`Tracer.take`); empty if it has ended."""
        return self._running.trace() if self._running else {}

    def renew(self) -> None:
        """Start the skill anew, with what was compiled since; its state is on disk. ServerError if that fails.

        Then the one before goes on.
        """
        before, self._running = self._running, self._start()
        if before is not None:
            before.stop()

    def _start(self) -> "_Running":
        database = Path(self._folder.name) / "state.sqlite3"
        return _Running(_Job(self._factory, database, self._signer.trusted, self._clock))

    def _revive(self) -> None:
        """Start the process again if it broke off; its state is on disk."""
        if self._broken:
            try:
                self._running = self._start()
            except ServerError as error:
                raise SkillFailure(f"the skill's process broke off: {error}") from error
            self._broken = False

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None


def _decoded(content: bytes) -> JsonObject:
    try:
        decoded = json.loads(content)
    except ValueError as error:
        raise SkillFailure("the skill's answer is not JSON") from error
    if not isinstance(decoded, dict):
        raise SkillFailure("the skill's answer is not a JSON object")
    return decoded


class _Running:
    """One started process. It ends when told to, or when this end of the pipe closes."""

    def __init__(self, job: _Job) -> None:
        context = get_context(_START)
        context.set_forkserver_preload(list(_AT_HAND))
        self._pipe, far_end = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_serve, args=(job, far_end), name="back-coach-skill", daemon=True
        )
        self._process.start()
        far_end.close()
        try:
            self.port = self._await_port()
        except BaseException:
            self.stop()
            raise

    def _await_port(self) -> int:
        if not self._pipe.poll(_START_S):
            raise ServerError(f"the skill did not start within {_START_S:.0f} s")
        try:
            port, problem = self._pipe.recv()
        except EOFError as error:
            raise ServerError("the skill's process ended while starting: see above") from error
        if problem is not None:
            raise ServerError(f"the skill could not be built: {problem}")
        return int(port)

    def trace(self) -> JsonObject:
        try:
            self._pipe.send(_TRACE)
            trace: JsonObject = self._pipe.recv() if self._pipe.poll(_TRACE_S) else {}
        except (EOFError, OSError):
            return {}
        return trace

    def stop(self) -> None:
        self._pipe.close()
        self._process.join(_STOP_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _serve(job: _Job, pipe: Connection) -> None:
    """Run in the skill's process: build the application, tell the port, serve until told to end."""
    # Ctrl-C reaches the whole process group; the parent ends us in its own good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    tracer = Tracer()
    try:
        app = create_app(
            job.factory(job.database, tracer),
            skill_id=SKILL_ID,
            authority=job.trusted.authority(),
            clock=job.clock,
        )
        server = make_server(_LOOPBACK, 0, tracer.timed(app))
    except Exception as error:
        pipe.send((None, _in_a_line(error)))
        return
    threading.Thread(target=_attend, args=(pipe, tracer, server), daemon=True).start()
    pipe.send((server.server_port, None))
    with suppress(KeyboardInterrupt):
        server.serve_forever(poll_interval=_HEED_S)
    server.server_close()


def _attend(pipe: Connection, tracer: Tracer, server: BaseWSGIServer) -> None:
    """Tell what went on as often as that is asked, until the other end closes."""
    with suppress(EOFError, OSError):
        while pipe.recv() == _TRACE:
            pipe.send(tracer.take())
    server.shutdown()


def _in_a_line(error: Exception) -> str:
    """Return what went wrong; where it is none of our own errors, which say how to mend it, also where."""
    if isinstance(error, BackCoachError):
        return str(error)
    innermost = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({innermost.filename}:{innermost.lineno})"

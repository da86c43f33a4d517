"""`make debug`: the real skill behind an endpoint that speaks the protocol of the developer console's."""

import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from cryptography import x509

from deployment.debug.__main__ import TOKEN_VARIABLE, main
from deployment.debug.endpoint import REGIONS
from tests.deployment.console import Console, Session, console, identity
from tests.deployment.events import QUESTION, SKILL_ID, event, question
from tests.web.authority import certificate, ec_key

ROOT = Path(__file__).parents[2]
TOKEN = "Atza|SECRETTOKEN"  # noqa: S105 - nobody's
LAUNCH = event({"type": "LaunchRequest"})
ELSEWHERE = event({"type": "LaunchRequest"}, SKILL_ID.replace("0", "1"))
DEAF = "wss://localhost:1/connect"
PATIENCE_S = 60


def python() -> str:
    """The interpreter that the debugger runs in."""
    path = ROOT / ".venv-debug/bin/python"
    if not path.exists():
        reason = "what connects to the console is not installed: make .venv-debug/.installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return str(path)


class Debugger:
    """The program, as `make debug` starts it."""

    def __init__(self, url: str, folder: Path, **environment: str) -> None:
        command = [python(), "-m", "deployment.debug", "--skill-id", SKILL_ID, "--database", str(folder / "d.sqlite3")]
        # What runs in the background ignores Ctrl-C, and so would all that it starts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {TOKEN_VARIABLE: TOKEN, "BACK_COACH_DEBUG_ENDPOINT": url} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        signal.signal(signal.SIGINT, before)

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def ended(self) -> tuple[int, str]:
        """The exit status, and all that was printed."""
        try:
            told, _ = self._process.communicate(timeout=PATIENCE_S)
        finally:
            self._process.kill()
        return self._process.returncode, told


@contextmanager
def connected(endpoint: Console, folder: Path) -> Iterator[tuple[Debugger, Session]]:
    debugger = Debugger(endpoint.url, folder)
    try:
        with endpoint.admit() as session:
            yield debugger, session
    finally:
        debugger.interrupt()


def certified(name: str, folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server of that name shows, and a file of the root that vouches for it."""
    around = (datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1))
    root = certificate("Root", ec_key(), None, is_ca=True, valid=around)
    server = certificate("Server", ec_key(), root, names=(x509.DNSName(name),), valid=around)
    trusted = folder / "root.pem"
    trusted.write_bytes(root.pem)
    return identity(server, folder), trusted


def speech(answer: dict[str, str]) -> str:
    assert answer["type"] == "SkillResponseSuccessMessage"
    return answer["responsePayload"]


def test_the_real_skill_answers_and_no_word_is_logged(tmp_path: Path) -> None:
    with console() as endpoint, connected(endpoint, tmp_path) as (debugger, session):
        assert "Welcome to Back Coach" in speech(session.ask(LAUNCH))
        answer = session.ask(question(), "amzn1.echo-api.request.7")
        assert answer["originalRequestId"] == "amzn1.echo-api.request.7"
        assert "Walking strengthens the muscles" in speech(answer)
        assert session.ping() == b"there?"
        session.close("Going away")
        status, told = debugger.ended()
    assert endpoint.asked[0]["authorization"] == TOKEN
    assert status == 0
    assert "the endpoint closed the connection (Going away)" in told
    assert '"intent": "AskQuestionIntent", "outcome": "answer"' in told
    for secret in (TOKEN, QUESTION, "SECRETUSER", "Walking"):
        assert secret not in told


def test_faults_are_answered_or_passed_over_and_it_goes_on(tmp_path: Path) -> None:
    with console() as endpoint, connected(endpoint, tmp_path) as (debugger, session):
        refused = session.ask(ELSEWHERE, "r1")
        assert (refused["type"], refused["errorCode"]) == ("SkillResponseFailureMessage", "500")
        assert speech(session.ask([QUESTION], "r2")) == '{"version": "1.0", "response": {}}'
        session.say(f"{QUESTION}, which is no JSON")
        assert "Welcome to Back Coach" in speech(session.ask(LAUNCH, "r3"))
        session.close("over")
        status, told = debugger.ended()
    assert status == 0
    assert '"event": "refused", "reason": "application_wrong"' in told
    assert "a message that is no request was left unanswered (JSONDecodeError)" in told
    assert QUESTION not in told


def test_a_connection_that_breaks_is_made_again(tmp_path: Path) -> None:
    with console() as endpoint, connected(endpoint, tmp_path) as (debugger, session):
        session.ask(LAUNCH)
        session.break_off()
        with endpoint.admit() as again:
            assert "Walking strengthens the muscles" in speech(again.ask(question()))
            again.close("over")
        status, told = debugger.ended()
    assert status == 0
    assert "trying again in 1 s" in told
    assert told.count("debug: connected") == 2


def test_one_that_breaks_before_it_is_made_again_is_made_yet_again(tmp_path: Path) -> None:
    with console() as endpoint, connected(endpoint, tmp_path) as (debugger, session):
        session.break_off()
        endpoint.drop()
        endpoint.admit().close("over")
        status, told = debugger.ended()
    assert status == 0
    assert told.count("the connection broke") == 2
    assert "refused" not in told


def test_one_that_breaks_in_tls_is_made_again(tmp_path: Path) -> None:
    tls, trusted = certified("localhost", tmp_path)
    with console(tls) as endpoint:
        debugger = Debugger(endpoint.url, tmp_path, SSL_CERT_FILE=str(trusted))
        with endpoint.admit() as session:
            session.ask(LAUNCH)
            session.garble()
            endpoint.admit().close("over")
        status, told = debugger.ended()
    assert status == 0
    assert "the connection broke" in told
    assert "that can be trusted" not in told


def test_a_token_that_runs_out_meanwhile_is_told(tmp_path: Path) -> None:
    with console() as endpoint, connected(endpoint, tmp_path) as (debugger, session):
        session.break_off()
        endpoint.refuse(HTTPStatus.UNAUTHORIZED)
        status, told = debugger.ended()
    assert status == 2
    assert "[401]: Unauthorized" in told
    assert "Is the token an hour old" in told


def test_ctrl_c_says_goodbye(tmp_path: Path) -> None:
    with console() as endpoint, connected(endpoint, tmp_path) as (debugger, session):
        session.ask(LAUNCH)
        debugger.interrupt()
        assert session.closed() == 1000
        session.agree_to_close()
        status, told = debugger.ended()
    assert status == 0
    assert "Traceback" not in told


def test_an_endpoint_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    status, told = Debugger(DEAF, tmp_path).ended()
    assert status == 2
    assert "debug: localhost cannot be reached (Connection was refused" in told


@pytest.mark.parametrize("name", ["localhost", "elsewhere.example"])
def test_the_token_goes_to_nobody_whose_certificate_is_wrong(name: str, tmp_path: Path) -> None:
    tls, trusted = certified(name, tmp_path)
    with console(tls) as endpoint:
        strangers = Debugger(endpoint.url, tmp_path)
        assert endpoint.distrusted()
        status, told = strangers.ended()
        assert status == 2
        assert "no connection to localhost that can be trusted, its certificate for one thing" in told
        assert endpoint.asked == []
        knowing = Debugger(endpoint.url, tmp_path, SSL_CERT_FILE=str(trusted))
        if name == "localhost":
            endpoint.admit().close("over")
            assert knowing.ended()[0] == 0
        else:
            assert endpoint.distrusted()
            assert knowing.ended()[0] == 2


@pytest.mark.parametrize(
    ("skill_id", "environment", "told"),
    [
        ("", {TOKEN_VARIABLE: TOKEN}, "no skill id is given: say make debug SKILL_ID=amzn1.ask.skill."),
        ("back coach", {TOKEN_VARIABLE: TOKEN}, "'back coach' is no skill id"),
        (SKILL_ID, {}, f"{TOKEN_VARIABLE} is not set: it is the access token that"),
        (SKILL_ID, {TOKEN_VARIABLE: "one\ntwo"}, f"{TOKEN_VARIABLE} holds no access token"),
    ],
    ids=["no skill", "no id", "no token", "two lines"],
)
def test_what_is_missing_is_told(
    skill_id: str, environment: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--skill-id", skill_id], environment) == 2
    assert told in capsys.readouterr().err


def test_a_region_is_one_of_amazons() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--region", "us-east-1"], {})


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_has_an_endpoint_of_amazons(region: str) -> None:
    program = (
        "from deployment.debug.connection import Endpoint, configuration\n"
        f"print(configuration(Endpoint({SKILL_ID!r}, {region!r}, {TOKEN!r})).web_socket_server_uri)"
    )
    ran = subprocess.run([python(), "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    host = f"bob-dispatch-prod-{region.lower()}.amazon.com"
    assert ran.stdout == f"wss://{host}/v1/skills/{SKILL_ID}/stages/development/connectCustomDebugEndpoint\n"


def test_where_it_is_not_installed_that_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deployment.debug", "--skill-id", SKILL_ID, "--database", str(tmp_path / "d")]
    environment = os.environ | {TOKEN_VARIABLE: TOKEN}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "is not installed; run it by `make debug`" in ran.stderr

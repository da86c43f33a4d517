"""`python -m benchmarks.fuzzing RUNS [SEED]`: send all that is odd in one place, then fuzz.

Ends with an error at the first body that is not answered well.

A body that breaks something is left in build/fuzz; `python -m benchmarks.fuzzing FILE` sends it again.
"""

import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["skill"]):
    from benchmarks.fuzzing.mutations import changed
    from benchmarks.fuzzing.odd import odd_requests, odd_slots
    from benchmarks.fuzzing.seeds import MOMENT, SKILL_ID, envelope, intent, seeds
    from simulator.protocol.lint import lint
    from simulator.transport.signing import Signer
    from skill.entry.assembly import create_skill
    from skill.web.app import MAX_BODY_BYTES, create_app

_OUT = Path("build/fuzz")
_MODEL = Path("interaction_model/interactionModels/custom/en-US.json")
_SPOKEN_TO = ("LaunchRequest", "IntentRequest")


class Faults(logging.Handler):
    """Collects what the skill logs about its own mistakes: an apology is a fault all the same.

    That Alexa ended a session over an error is logged as one too; here it is a body that says so.
    """

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        line = json.loads(record.getMessage())
        if "reason" not in line:
            self.found.append(record.getMessage())


class Target:
    """The whole skill behind the real application, and what its answers must be."""

    def __init__(self, folder: Path) -> None:
        """Build it, with its state in `folder`."""
        self._signer = Signer(MOMENT)
        authority = self._signer.trusted.authority()
        skill = create_skill(folder / "state.sqlite3")
        app = create_app(skill, skill_id=SKILL_ID, authority=authority, clock=lambda: MOMENT)
        self._client = app.test_client()
        self._faults = Faults()
        logger = logging.getLogger("back_coach")
        logger.addHandler(self._faults)
        logger.propagate = False
        self.sent = 0
        self.answered = 0

    def send(self, body: bytes) -> dict[str, Any]:
        """Sign and send a body, and hold what comes back to the rules. Raises `AssertionError`."""
        self.sent += 1
        answer = self._client.post("/", data=body, headers=self._signer.headers(body))
        assert answer.status_code in {200, 400, 413}, answer.status_code
        assert (answer.status_code == 413) == (len(body) > MAX_BODY_BYTES)
        assert not self._faults.found, self._faults.found
        if answer.status_code != 200:
            assert answer.data == b""
            return {}
        self.answered += 1
        content: dict[str, Any] = json.loads(answer.data)
        assert content["version"] == "1.0"
        assert isinstance(content["response"], dict)
        request = _plain(json.loads(body))
        shown = content if request["request"]["type"] in _SPOKEN_TO else _without_echo(content)
        findings = [finding for finding in lint(request, shown) if finding.level == "error"]
        assert not findings, findings
        return content


def _plain(request: dict[str, Any]) -> dict[str, Any]:
    """As far as the lint reads it, a proper request: it is the answer that is looked at."""
    kind = request["request"]["type"]
    return {"request": {"type": kind if isinstance(kind, str) else ""}, "session": request.get("session")}


def _without_echo(content: dict[str, Any]) -> dict[str, Any]:
    """Where nothing is said, the session's attributes go back as they came."""
    return {key: value for key, value in content.items() if key != "sessionAttributes"}


def main() -> None:
    """Fuzz."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = Target(folder)
        again = Path(sys.argv[1])
        if again.is_file():
            print(json.dumps(target.send(again.read_bytes()), indent=1))
            return
        corpus = folder / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds(lambda body: target.send(json.dumps(body).encode()), _intents())):
            (corpus / str(number)).write_text(json.dumps(seed), encoding="ascii")

        _send_odd(target)

        def one(data: bytes) -> None:
            target.send(data)
            if target.sent % 10_000 == 0:
                print(f"{target.sent} bodies, {target.answered} of them answered", flush=True)

        def mutate(data: bytes, limit: int, seed: int) -> bytes:
            made = changed(data, seed) if seed % 8 else None
            return bytes(atheris.Mutate(data, limit)) if made is None else made[:limit]

        _OUT.mkdir(parents=True, exist_ok=True)
        flags = [f"-runs={sys.argv[1]}", "-max_len=20000", "-timeout=30", "-rss_limit_mb=4096", "-len_control=0"]
        seed = sys.argv[2] if len(sys.argv) > 2 else "20261122"
        flags += [f"-artifact_prefix={_OUT}/", "-print_final_stats=1", "-verbosity=0", f"-seed={seed}"]
        atheris.Setup([sys.argv[0], *flags, str(corpus)], one, custom_mutator=mutate)
        atheris.Fuzz()


def _send_odd(target: Target) -> None:
    under_way = target.send(json.dumps(envelope(intent("StartRoutineIntent", stretch="neck stretch"), {})).encode())
    slots = list(odd_slots(_model(), under_way["sessionAttributes"]))
    requests = list(odd_requests())
    for content in (*slots, *requests):
        try:
            target.send(json.dumps(content).encode())
        except AssertionError:
            print(json.dumps(content, indent=1), file=sys.stderr)
            raise
    print(f"{len(slots)} odd slots and {len(requests)} odd requests answered well", flush=True)


def _model() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_MODEL.read_text(encoding="utf-8"))
    return content


def _intents() -> list[str]:
    return [intent["name"] for intent in _model()["interactionModel"]["languageModel"]["intents"]]


if __name__ == "__main__":
    main()

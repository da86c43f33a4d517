"""The hello-world skill as a web service: the SDK's own handler behind one Flask route."""

import os
from pathlib import Path

from flask import Flask, Response, jsonify, request

from benchmarks.speed.authority import Trusted
from benchmarks.speed.hello.skill import builder
from benchmarks.speed.hello.verification import verifier
from skill.web.sdk_support import WebserviceSkillHandler

FOLDER = "HELLO_BENCH_FOLDER"
"""The environment variable that names the folder of the certificates."""
VERIFIER = "HELLO_BENCH_VERIFIER"
"""The environment variable that names the verifier."""


def create_app(trusted: Trusted, kind: str) -> Flask:
    """The application, verifying with one of `VERIFIERS`."""
    handler = WebserviceSkillHandler(
        builder().create(), verify_signature=False, verify_timestamp=True, verifiers=[verifier(kind, trusted)]
    )
    app = Flask("hello", static_folder=None)

    def turn() -> Response:
        answer = handler.verify_request_and_dispatch(dict(request.headers), request.data.decode("utf-8"))
        return jsonify(answer)

    app.add_url_rule("/", view_func=turn, methods=["POST"])
    return app


def create() -> Flask:
    """The application that each gunicorn worker serves."""
    return create_app(Trusted.read(Path(os.environ[FOLDER])), os.environ[VERIFIER])

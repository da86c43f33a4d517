"""Back Coach as gunicorn serves it in the benchmark: as deployed, but for whose certificates it trusts."""

import os
from pathlib import Path

from flask import Flask

from benchmarks.speed.authority import Trusted
from benchmarks.speed.talking import SKILL_ID
from skill.alexa.logs import log_to
from skill.entry.assembly import create_skill
from skill.web.app import create_app

FOLDER = "BACK_COACH_BENCH_FOLDER"
"""The environment variable that names the folder of the certificates and the state."""


def create() -> Flask:
    """The application."""
    folder = Path(os.environ[FOLDER])
    log_to()
    skill = create_skill(folder / "state.sqlite3")
    return create_app(skill, skill_id=SKILL_ID, authority=Trusted.read(folder).authority())

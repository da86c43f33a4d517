"""The skill as a web service of its own: `gunicorn 'skill.wsgi:create()'`."""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from skill.assembly import create_skill
from skill.errors import BackCoachError
from skill.logs import log_to
from skill.state.keys import secret_of
from skill.web.app import create_app

_DATABASE = "var/back-coach.sqlite3"


def create(environment: Mapping[str, str] = os.environ) -> Flask:
    """The WSGI application, as the environment says.

    BACK_COACH_SKILL_ID is the skill's id and must be set. BACK_COACH_DATABASE is the SQLite file, by default
    var/back-coach.sqlite3. BACK_COACH_KEY is the key that user ids are hashed with, by default made and kept
    beside the database.

    Raises:
        BackCoachError: the skill id is not set, or a part of the skill is missing or damaged.
    """
    skill_id = environment.get("BACK_COACH_SKILL_ID", "")
    if not skill_id:
        raise BackCoachError(
            "set BACK_COACH_SKILL_ID to the id of the skill, as in amzn1.ask.skill.…: "
            "only requests for this skill are answered"
        )
    log_to()
    database = Path(environment.get("BACK_COACH_DATABASE", "") or _DATABASE)
    return create_app(create_skill(database, secret=secret_of(environment)), skill_id=skill_id)

"""The skill as a web service of its own: `gunicorn 'skill.entry.wsgi:create()'`."""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from skill.alexa.faults import log_damage
from skill.alexa.logs import log_to
from skill.content.digests import damaged_compiled, damaged_index, damaged_model, reading
from skill.entry.assembly import SPEECH, create_skill
from skill.errors import BackCoachError
from skill.state.keys import secret_of
from skill.web.app import create_app
from skill.web.certificates import amazon_authority
from skill.web.last_url import LastUrlFile

_DATABASE = "var/back-coach.sqlite3"


def create(environment: Mapping[str, str] = os.environ, speech: Path = SPEECH) -> Flask:
    """The WSGI application, as the environment says.

    BACK_COACH_SKILL_ID is the skill's id and must be set. BACK_COACH_DATABASE is the SQLite file, by default
    var/back-coach.sqlite3. BACK_COACH_KEY is the key that user ids are hashed with, by default made and kept
    beside the database. `speech` is the folder of the compiled content and the model; where a file of it is missing or
    damaged, the service runs, answers emergencies, and is never ready.
    A process whose encoder breaks is not ready either.

    Raises:
        BackCoachError: the skill id is not set, or the database's folder cannot be written.
    """
    skill_id = environment.get("BACK_COACH_SKILL_ID", "")
    if not skill_id:
        raise BackCoachError(
            "set BACK_COACH_SKILL_ID to the id of the skill, as in amzn1.ask.skill.…: "
            "only requests for this skill are answered"
        )
    log_to()
    without = damaged_model(reading(speech / "model")) + damaged_index(reading(speech / "compiled"))
    log_damage(without)
    database = Path(environment.get("BACK_COACH_DATABASE", "") or _DATABASE)
    skill = create_skill(database, speech, secret_of(environment))
    whole = not without and not damaged_compiled(reading(speech / "compiled"))
    authority = amazon_authority(LastUrlFile(database.with_suffix(".certificate")))
    return create_app(skill, skill_id=skill_id, authority=authority, healthy=lambda: whole and skill.working())

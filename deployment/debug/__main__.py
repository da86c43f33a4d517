"""`python -m deployment.debug --skill-id amzn1.ask.skill.…`: answer the developer console's test page from here."""

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deployment.debug.endpoint import REGIONS, Endpoint
from deployment.target import ROOT
from skill.alexa.logs import log_to
from skill.entry.assembly import create_skill
from skill.entry.lambda_function import LambdaHandler
from skill.errors import BackCoachError

TOKEN_VARIABLE = "BACK_COACH_DEBUG_TOKEN"  # noqa: S105 - its name
"""The environment variable with the access token: on a command line, everybody on the computer could read it."""
_ENDPOINT_VARIABLE = "BACK_COACH_DEBUG_ENDPOINT"
"""Stands for another endpoint than Amazon's, as in tests."""
_SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOKEN = re.compile(r"[!-~]+")


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Serve until it is over; returns the exit status: 0, or 2 where it cannot begin or go on."""
    options = _parser().parse_args(arguments)
    try:
        endpoint = Endpoint(
            skill_id=_skill_id(options.skill_id),
            region=options.region,
            token=_token(environment),
            url=environment.get(_ENDPOINT_VARIABLE, ""),
        )
        # What it needs is missing where nobody ran `make debug`; what is wrong above is told without it.
        from deployment.debug.connection import serve  # noqa: PLC0415

        log_to()
        handler = LambdaHandler(create_skill(options.database), endpoint.skill_id)
        serve(endpoint, handler, _tell)
    except ModuleNotFoundError as error:
        _tell(f"the package {error.name} is not installed; run it by `make debug`")
        return 2
    except BackCoachError as error:
        _tell(str(error))
        return 2
    return 0


def _skill_id(text: str) -> str:
    if not _SKILL_ID.fullmatch(text):
        given = f"{text!r} is no skill id" if text else "no skill id is given"
        raise BackCoachError(f"{given}: say make debug SKILL_ID=amzn1.ask.skill.…, as the developer console shows it")
    return text


def _token(environment: Mapping[str, str]) -> str:
    token = environment.get(TOKEN_VARIABLE, "").strip()
    if not _TOKEN.fullmatch(token):
        raise BackCoachError(
            f"{TOKEN_VARIABLE} {'holds no access token' if token else 'is not set'}: it is the access token "
            "that `ask util generate-lwa-tokens --scopes alexa::ask:skills:debug` prints"
        )
    return token


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deployment.debug", description=__doc__)
    parser.add_argument("--skill-id", default="", help="whose requests are answered here")
    parser.add_argument("--region", choices=REGIONS, default="NA", help="of the developer account (default NA)")
    parser.add_argument(
        "--database", type=Path, default=ROOT / "var/debug.sqlite3", help="where places in a stretch are kept"
    )
    return parser


def _tell(line: str) -> None:
    print(f"debug: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

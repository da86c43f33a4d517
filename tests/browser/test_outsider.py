"""npm's virtual-alexa, a client that others wrote, talks to the skill through the signing relay."""

import json
import subprocess
from pathlib import Path

from simulator.command_line.commands import MODELS
from tests.browser.needed import ROOT, node, package

SCRIPT = Path(__file__).parent / "outsider.js"


def test_an_outsider_talks_through_the_relay(coach: str) -> None:
    package("virtual-alexa")
    command = [node(), str(SCRIPT), f"{coach}relay", str(MODELS / "en-US.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    launch, answer, helped, missed, stopped = json.loads(done.stdout)
    assert (launch["outcome"], launch["closes"]) == ("launch", False)
    assert (answer["outcome"], answer["closes"]) == ("answer", False)
    assert answer["ssml"].startswith("<speak>")
    assert (helped["outcome"], helped["closes"]) == ("help", False)
    assert missed["closes"] is False
    assert (stopped["outcome"], stopped["closes"]) == ("stopped", True)

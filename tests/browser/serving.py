"""The page, served in the tests' own process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import make_server

from simulator.conversation.replay import Stage
from simulator.device.clock import SimulatedClock
from simulator.hearing.interaction_model import Models
from simulator.page.app import create_page
from simulator.page.setting import Recogniser, Setting
from simulator.page.sounds import Sounds
from simulator.transport.server import SkillFactory, SkillServer
from simulator.workshop.watching import Workshop


@contextmanager
def served(  # noqa: PLR0913 - what the page runs on, each of which a test may put in
    factory: SkillFactory,
    models: Path,
    document: Path,
    workshop: Workshop | None = None,
    *,
    sounds: Sounds | None = None,
    recogniser: Recogniser | None = None,
) -> Iterator[str]:
    """The address of the page for the skill of `factory`."""
    clock = SimulatedClock()
    with SkillServer(factory, clock) as skill:
        stage = Stage(skill, clock, Models(models))
        setting = Setting(stage, models, document, skill.trace, skill.renew, workshop, sounds, recogniser)
        server = make_server("127.0.0.1", 0, create_page(setting), threaded=True)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            serving.join()
            server.server_close()

"""Edit and hear: what is saved is compiled, the skill starts anew with it, and every conversation goes on."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.skill import CustomSkill
from flask.testing import FlaskClient

from simulator.conversation.replay import Stage
from simulator.device.clock import SimulatedClock
from simulator.errors import ServerError
from simulator.hearing.interaction_model import Models
from simulator.page.app import create_page
from simulator.page.setting import Setting
from simulator.transport.server import SkillServer
from simulator.transport.tracing import Tracer
from simulator.workshop.compiling import Compiler
from simulator.workshop.watching import Compilation, News, Workshop
from tests.simulator.conftest import MODELS
from tests.simulator.parrot import SPEECH, parrot

ROOT = Path(__file__).parents[3]
PATIENCE_S = 120.0
FAULT = "speech/words.md:3: there is no fact 99; name one of the article"


class Compile:
    """Compiles nothing, and says what it is told to."""

    def __init__(self) -> None:
        self.made = Compilation(well=True)
        self.times = 0

    def __call__(self) -> Compilation:
        self.times += 1
        return self.made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "speech"
    (folder / "compiled").mkdir(parents=True)
    (folder / "words.md").write_text("# Words\n", encoding="utf-8")
    return folder


def next_news(told: Iterator[News | None], state: str) -> News:
    for news in told:
        assert news is not None, "nothing was told in time"
        if news.state == state:
            return news
    raise AssertionError("nobody watches any more")


def test_a_saved_edit_is_compiled_and_its_faults_are_told_with_their_lines(folder: Path) -> None:
    compiling, renewed = Compile(), threading.Event()
    with Workshop(folder, compiling) as workshop:
        workshop.on_compiled(renewed.set)
        told = workshop.news(PATIENCE_S)
        next_news(told, "watching")
        (folder / "words.md").write_text("# Other words\n", encoding="utf-8")
        next_news(told, "compiled")
        assert renewed.is_set()
        renewed.clear()
        compiling.made = Compilation(well=False, lines=(FAULT,))
        (folder / "more.yaml").write_text("a: b\n", encoding="utf-8")
        assert next_news(told, "faulty").lines == (FAULT,)
        assert not renewed.is_set()
        assert compiling.times == 2


def test_what_the_compiler_writes_is_no_edit(folder: Path) -> None:
    compiling = Compile()
    with Workshop(folder, compiling) as workshop:
        told = workshop.news(PATIENCE_S)
        (folder / "compiled/content.json").write_text("{}", encoding="utf-8")
        (folder / ".words.md.swp.md").write_text("", encoding="utf-8")
        (folder / "words.md").write_text("# Other words\n", encoding="utf-8")
        next_news(told, "compiled")
    assert compiling.times == 1


def test_a_skill_that_cannot_start_with_the_edit_is_told_of(folder: Path) -> None:
    def renew() -> None:
        raise ServerError("the skill could not be built: no skill")

    with Workshop(folder, Compile()) as workshop:
        workshop.on_compiled(renew)
        told = workshop.news(PATIENCE_S)
        (folder / "words.md").write_text("# Other words\n", encoding="utf-8")
        assert next_news(told, "faulty").lines == ("the skill could not be built: no skill",)


def edited_parrot(database: Path, tracer: Tracer) -> CustomSkill:
    """Build a parrot that greets with what a file says."""
    edit = database.parent / "greeting"
    if edit.exists():
        SPEECH["LaunchRequest"] = edit.read_text(encoding="utf-8")
    return parrot(database, tracer)


def test_a_conversation_goes_on_with_the_new_words(folder: Path) -> None:
    clock = SimulatedClock()
    with SkillServer(edited_parrot, clock) as server, Workshop(folder, Compile()) as workshop:
        stage = Stage(server, clock, Models(MODELS))
        client = create_page(Setting(stage, MODELS, folder, server.trace, server.renew, workshop)).test_client()
        room = told(client, "/api/conversations")["id"]
        say(client, room, "open echo parrot")
        assert say(client, room, "count me").startswith("Before this: LaunchRequest")
        (server.folder / "greeting").write_text("Good morning. And now?", encoding="utf-8")
        news = workshop.news(PATIENCE_S)
        (folder / "words.md").write_text("# Other words\n", encoding="utf-8")
        next_news(news, "compiled")
        assert say(client, room, "count me").startswith("Before this: LaunchRequest")
        assert say(client, room, "open echo parrot") == "Good morning. And now?"


def told(client: FlaskClient, path: str, **body: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(path, json=body).get_json()
    return answer


def say(client: FlaskClient, room: str, words: str) -> str:
    return str(told(client, f"/api/conversations/{room}/say", words=words)["turn"]["speech"])


def test_the_compiler_stays_and_tells_a_fault_by_its_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "speech", tmp_path / "speech", ignore=shutil.ignore_patterns("heard", "blind"))
    article = tmp_path / "speech/back-health/article.md"
    text = article.read_text(encoding="utf-8")
    line = text[: text.index("- Facts:")].count("\n") + 1
    with Compiler(tmp_path) as compiler:
        article.write_text(text.replace("- Facts:", "- Fats:", 1), encoding="utf-8")
        made = compiler.compile()
        assert not made.well
        assert made.lines[0].startswith(f"speech/back-health/article.md:{line}: no statement has 'fats'")
        article.write_text(text, encoding="utf-8")
        assert compiler.compile().well

"""A second document, about something else: compiled, put together and talked to, with no word of the first."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from authoring.compiler.build import MODELS, compile_all, write
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from skill.content.model import Content
from skill.entry.assembly import assemble
from skill.understanding import encoder
from skill.understanding.moment import Moment
from skill.understanding.reading import Reading
from skill.understanding.words import normalise
from tests.conversation import Conversation

ROOT = Path(__file__).parents[2]
KETTLE = Path(__file__).parent / "documents/kettle"
OURS = find_folders(ROOT / "speech")
NOT_OURS = ("back", "spine", OURS.properties.title.lower(), "gordon", "welch", "coach")
"""What is said of our own document, and of no other."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has the kettle's document, and our language."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(KETTLE, root / "speech/kettle")
    shutil.copytree(OURS.language, root / "speech" / OURS.language.name)
    write(root, compile_all(root).files)
    return root


@dataclass
class Listed:
    """Stands in for a model that was trained on the document: it knows each listed question, and nothing else."""

    content: Content
    labels: tuple[str, ...] = ()
    by_question: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups = (self.content.statements, self.content.gaps, self.content.referrals)
        for group in groups:
            for entry in group:
                self.by_question |= {normalise(question): entry.id for question in entry.questions}
        self.labels = (*dict.fromkeys(self.by_question.values()), "off-topic")

    def read(self, text: str, _: Moment) -> Reading:
        meant = self.by_question.get(text, "off-topic")
        likely = tuple(0.99 if label == meant else 0.01 / len(self.labels) for label in self.labels)
        return Reading(likely, np.zeros(384, dtype=np.float32))


@pytest.fixture
def talk(project: Path, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    model = Listed(load_document(project / "speech/kettle"))
    monkeypatch.setattr(encoder, "Encoder", lambda _: model)
    return Conversation(assemble(None, project / "speech"))


def assert_of_the_kettle(talk: Conversation) -> None:
    said = f"{talk.speech} {talk.reprompt}".lower().replace("welcome back", "").replace("good to have you back", "")
    assert [word for word in NOT_OURS if word in said] == []
    assert talk.outcome != "fault"


def test_opened_asked_and_asked_for_its_source(talk: Conversation) -> None:
    talk.launch()
    assert "Welcome to Kettle Friend. I answer questions about caring for a kettle" in talk.speech
    assert_of_the_kettle(talk)
    talk.say("how do i get rid of limescale")
    assert (talk.outcome, talk.attributes["statements"]) == ("answer", ["limescale-away"])
    assert "equal parts of water and vinegar" in talk.speech
    assert_of_the_kettle(talk)
    talk.say("where does that come from")
    assert (talk.outcome, "the notes of a keeper, which were never printed" in talk.speech) == ("source", True)
    assert_of_the_kettle(talk)


def test_the_source_of_all_of_it(talk: Conversation) -> None:
    talk.launch().say("where does that come from")
    assert "I answer from one article, A Kettle and Its Keeper. It cites the notes of a keeper." in talk.speech
    assert talk.attributes["statements"] == ["what-is-cited"]
    assert_of_the_kettle(talk)


def test_its_stretch_is_guided(talk: Conversation) -> None:
    talk.launch().say("start the waiting stretch")
    assert (talk.outcome, "beside your kettle" in talk.speech) == ("routine", True)
    assert_of_the_kettle(talk)
    talk.say("ready")
    assert "Roll your shoulders." in talk.speech
    talk.say("why am i doing this")
    assert "Boil only what you need" in talk.speech
    talk.intent("AMAZON.NextIntent")
    assert (talk.outcome, "The kettle has boiled." in talk.speech) == ("finished", True)


@pytest.mark.parametrize(
    ("words", "outcome", "said"),
    [
        ("who won the cup final", "unknown", "caring for a kettle"),
        ("which kettle should i buy", "unknown", "The article doesn't say which kettle to buy."),
        ("is my tap water safe for me", "refer", "That's a question for your doctor or waterworks."),
        ("i poured the whole kettle over my arm", "urgent", ""),
        ("can i do this while pregnant", "refer", "what is safe in pregnancy"),
        ("my bottom has gone numb", "urgent", ""),
        ("help", "help", "start the waiting stretch"),
        ("stop", "stopped", ""),
    ],
)
def test_whatever_else_is_said(talk: Conversation, words: str, outcome: str, said: str) -> None:
    talk.launch().say(words)
    assert said in talk.speech
    if outcome != "urgent":  # the emergency line is a module of the package, and that is our own document's here
        assert talk.outcome == outcome
        assert_of_the_kettle(talk)


@pytest.fixture(params=["our model", "no model"])
def untrained(project: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Conversation:
    """The same with a model that knows nothing of the document, or without any."""
    speech = tmp_path / "speech"
    speech.mkdir()
    (speech / "compiled").symlink_to(project / "speech/compiled")
    if request.param == "our model":
        (speech / "model").symlink_to(ROOT / "speech/model")
    return Conversation(assemble(None, speech))


def test_untrained_it_is_heard_by_its_listed_questions(untrained: Conversation) -> None:
    content = load_document(KETTLE)
    for statement in content.statements:
        for question in statement.questions:
            said = untrained.launch().say(question)
            assert (said.outcome, said.attributes["statements"][:1]) == ("answer", [statement.id]), question
            assert_of_the_kettle(said)
    for gap in content.gaps:
        assert untrained.launch().say(gap.questions[0]).outcome == "unknown"
        assert_of_the_kettle(untrained)
    for referral in content.referrals:
        assert untrained.launch().say(referral.questions[0]).outcome == "refer"


@pytest.mark.parametrize(
    "words", ["why does walking help my back", "which shoes should i wear", "what would my kettle say"]
)
def test_untrained_nothing_else_crashes_or_cites_another_article(untrained: Conversation, words: str) -> None:
    assert untrained.launch().say(words).outcome == "unknown"
    assert_of_the_kettle(untrained)
    assert untrained.say("where does that come from").outcome == "source"
    assert_of_the_kettle(untrained)


def test_each_of_its_prompts_is_free_of_ours(project: Path) -> None:
    made = json.loads((project / "speech/compiled/templates.json").read_text(encoding="utf-8"))
    words = ("back health", "your back", "own back", "back coach", OURS.properties.title)
    assert [name for name, wordings in made.items() if any(word in json.dumps(wordings) for word in words)] == []


def test_its_interaction_model_is_of_its_locale_and_name(project: Path) -> None:
    assert [path.stem for path in (project / MODELS).glob("*.json")] == ["en-GB"]
    model = json.loads((project / MODELS / "en-GB.json").read_text(encoding="utf-8"))
    assert model["interactionModel"]["languageModel"]["invocationName"] == "kettle friend"
    assert '"kettle friend"' in (project / "skill/emergency/compiled.py").read_text(encoding="utf-8")


def test_beside_another_it_is_compiled_by_name(tmp_path: Path) -> None:
    for folder in (KETTLE, OURS.document, OURS.language):
        shutil.copytree(folder, tmp_path / "speech" / folder.name)
    command = [sys.executable, "-m", "authoring.compiler", "--root", str(tmp_path)]
    unnamed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert unnamed.returncode == 1
    assert "holds 2 documents (back-health, kettle); name one with --document" in unnamed.stderr
    named = subprocess.run([*command, "--document", "kettle"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert named.returncode == 0, named.stderr
    assert json.loads((tmp_path / "speech/compiled/content.json").read_text(encoding="utf-8"))["title"].startswith(
        "A Kettle"
    )

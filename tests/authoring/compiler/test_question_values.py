"""Which questions go into the interaction model when there are more than it has room for."""

import json
from pathlib import Path

import pytest

from authoring.compiler.build import MODELS, compile_all
from authoring.compiler.question_values import choose, most_different_first
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from benchmarks.speed.generated import generate
from tests.interaction_model import model_rules as rules
from tests.interaction_model.files import Model

ASKED = {
    "statement": ["does walking help", "does walking help me", "how far should i go", "does walking really help"],
    "gap": ["is yoga any good"],
    "refer-drug": ["may i take this pill", "may i take the pill"],
}


def test_all_of_them_where_there_is_room() -> None:
    chosen = choose(ASKED, 10_000)
    assert chosen.asked == ASKED
    assert chosen.left_out == 0


@pytest.mark.parametrize(
    ("room", "kept"),
    [
        (500, {"statement": 2, "gap": 1, "refer-drug": 2}),
        (460, {"statement": 1, "gap": 1, "refer-drug": 2}),
        (430, {"statement": 1, "gap": 1, "refer-drug": 1}),
        (300, {"gap": 1, "refer-drug": 1}),
        (0, {}),
    ],
)
def test_every_label_gets_its_share(room: int, kept: dict[str, int]) -> None:
    chosen = choose(ASKED, room)
    assert {label: len(texts) for label, texts in chosen.asked.items()} == kept
    assert chosen.left_out == 7 - sum(kept.values())


def test_what_differs_most_comes_first() -> None:
    assert list(most_different_first(ASKED["statement"])) == [
        "does walking help",
        "how far should i go",
        "does walking help me",
        "does walking really help",
    ]


def test_a_long_document_has_a_model_that_the_platform_takes(tmp_path: Path) -> None:
    ids = generate(tmp_path, 3000)
    compiled = compile_all(tmp_path)
    text = compiled.files[MODELS / "en-US.json"]
    assert 1_400_000 < len(text.encode()) <= 1_450_000
    model = Model("en-US", json.loads(text), len(text.encode()))
    assert [fault for rule in rules.RULES for fault in rule(model)] == []
    (questions,) = (one for one in model.types if one["name"] == "QUESTION")
    shares = {one["id"]: 1 + len(one["name"]["synonyms"]) for one in questions["values"]}
    kept = [shares[one] for one in ids]
    assert max(kept) - min(kept) == 1
    assert min(kept) >= 2
    content = load_document(find_folders(tmp_path / "speech").document)
    listed = [
        *(len(one.questions) for one in content.statements),
        *(len(one.questions) for one in content.gaps),
        *(len(one.questions) for one in content.referrals),
    ]
    assert sum(shares.values()) + compiled.questions_left_out == sum(listed)

"""Each rule for responses, kept and broken."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import SkillFailure
from simulator.protocol.lint import RULES, Finding, lint
from simulator.protocol.reply import Reply, read

ROWS = [json.loads(line) for line in (Path(__file__).parent / "data" / "lint.jsonl").read_text().splitlines()]


def check(response: dict[str, Any], request_type: str = "IntentRequest") -> tuple[Finding, ...]:
    return lint({"request": {"type": request_type}}, response)


def saying(text: str, **more: object) -> dict[str, Any]:
    speech = {"type": "PlainText", "text": text}
    body = {"outputSpeech": speech, "shouldEndSession": True}
    return {"version": "1.0", "response": body, **more}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_rules(row: dict[str, Any]) -> None:
    found = check(row["response"], row.get("request_type", "IntentRequest"))
    assert [finding.rule for finding in found] == row["findings"]
    assert all(finding.message for finding in found)


@pytest.mark.parametrize(
    ("response", "found"),
    [
        (saying("a" * 7_500), []),
        (saying("a" * 7_501), [("R2", "error")]),
        (saying("Walk.", sessionAttributes={"x": "a" * 24_000}), []),
        (saying("Walk.", sessionAttributes={"x": "a" * 25_000}), [("R4", "warning")]),
        (saying("Walk.", sessionAttributes={"x": "a" * 125_000}), [("R4", "error")]),
    ],
    ids=["long", "too long", "large", "risky", "too large"],
)
def test_sizes(response: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert [(finding.rule, finding.level) for finding in check(response)] == found


def test_a_card_of_eight_thousand_characters_is_too_large() -> None:
    response = saying("Walk.")
    response["response"]["card"] = {"type": "Simple", "title": "x", "content": "y" * 8_000}
    assert [finding.rule for finding in check(response)] == ["R8"]


def test_every_rule_is_broken_by_some_row() -> None:
    broken = {rule for row in ROWS for rule in row["findings"]} | {"R2", "R4"}
    assert broken == {rule.__name__.split("_")[0].upper() for rule in RULES}


json_values: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["response", "outputSpeech", "type", "ssml", "text", "reprompt", "card",
                         "directives", "image", "shouldEndSession", "version"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(response=st.dictionaries(st.sampled_from(["response", "version"]), json_values))
def test_any_json_can_be_checked_and_read(response: dict[str, Any]) -> None:
    assert isinstance(check(response), tuple)
    with suppress(SkillFailure):
        assert isinstance(read(response), Reply)

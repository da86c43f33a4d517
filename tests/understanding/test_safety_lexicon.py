"""Red flags and personal decisions, heard by the words alone."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.compiler.safety import read_safety, safety
from skill.errors import CompiledFilesError, DocumentError
from skill.understanding.evidence import NOTHING, Evidence
from skill.understanding.ngrams import Ngrams, log_odds, pack
from skill.understanding.safety_lexicon import SafetyLexicon
from skill.understanding.word_groups import GroupMatches, WordGroups
from skill.understanding.words import normalise
from tests.understanding.rows import read_rows

HERE = Path(__file__).parent
SPEECH = HERE.parents[1] / "speech"
WEIGHTS = SPEECH / "model" / "safety-ngrams.bin"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compiled") / "safety.json"
    path.write_text(json.dumps(safety(read_safety(SPEECH / "en"))), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def patterns(compiled: Path) -> SafetyLexicon:
    return SafetyLexicon(compiled, compiled.parent / "none.bin")


@pytest.fixture(scope="session")
def weighed(compiled: Path) -> SafetyLexicon:
    return SafetyLexicon(compiled, WEIGHTS)


def flag_of(lexicon: SafetyLexicon, text: str) -> str | None:
    """The flag that alarms by the words alone, empty if it is not certain which; None if none does."""
    evidence = lexicon.evidence(normalise(text))
    return evidence.flag if evidence.alarming else None


@pytest.mark.parametrize(("flag", "text"), read_rows("flags.tsv"))
def test_patterns_alone_name_the_flag(patterns: SafetyLexicon, flag: str, text: str) -> None:
    assert flag_of(patterns, text) == flag


@pytest.mark.parametrize(("flag", "text"), read_rows("flags.tsv"))
def test_with_weights_every_flag_is_heard(weighed: SafetyLexicon, flag: str, text: str) -> None:
    assert flag_of(weighed, text) in (flag, "")


@pytest.mark.parametrize(("why", "text"), read_rows("harmless.tsv"))
def test_harmless_words_do_not_alarm(patterns: SafetyLexicon, weighed: SafetyLexicon, why: str, text: str) -> None:
    assert flag_of(patterns, text) is None, why
    assert flag_of(weighed, text) is None, why


@pytest.mark.parametrize(("why", "text"), read_rows("harmless_patterns.tsv"))
def test_harmless_words_fit_no_pattern(patterns: SafetyLexicon, why: str, text: str) -> None:
    assert flag_of(patterns, text) is None, why


@pytest.mark.parametrize(("referral", "text"), read_rows("referrals.tsv"))
def test_personal_decisions(patterns: SafetyLexicon, weighed: SafetyLexicon, referral: str, text: str) -> None:
    assert patterns.referral(normalise(text)) == referral
    assert weighed.referral(normalise(text)).startswith("refer-")


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_words_are_borne(weighed: SafetyLexicon, text: str) -> None:
    evidence = weighed.evidence(normalise(text))
    assert evidence.odds is not None
    assert math.isfinite(evidence.odds)
    assert evidence.pattern == weighed.pattern(normalise(text))
    assert isinstance(weighed.referral(normalise(text)), str)


def test_missing_words_say_how_to_mend(tmp_path: Path) -> None:
    with pytest.raises(CompiledFilesError, match=r"authoring\.compiler"):
        SafetyLexicon(tmp_path / "safety.json").evidence("hello")


@pytest.mark.parametrize("text", ["{", "{}", "[]"])
def test_damaged_words_say_how_to_mend(tmp_path: Path, text: str) -> None:
    path = tmp_path / "safety.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CompiledFilesError, match=r"authoring\.compiler"):
        SafetyLexicon(path).evidence("hello")


def test_damaged_weights_leave_the_patterns(compiled: Path, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(WEIGHTS.read_bytes() + b" ")
    path.with_suffix(".sha256").write_text(WEIGHTS.with_suffix(".sha256").read_text())
    with pytest.raises(CompiledFilesError, match="damaged"):
        Ngrams(path)
    assert flag_of(SafetyLexicon(compiled, path), "i want to kill myself") == "urgent-suicide"


def _write(path: Path, header: dict[str, object], hidden: Sequence[int] = (), out: Sequence[int] = ()) -> None:
    data = pack(header, bytes(128 + one for one in hidden), bytes(128 + one for one in out))
    path.write_bytes(data)
    path.with_suffix(".sha256").write_text(hashlib.sha256(data).hexdigest(), encoding="ascii")


def test_scores_are_those_of_the_network(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    _write(
        path,
        {
            "labels": ["urgent-x", "statement"],
            "urgent from": 0.0,
            "refer from": 0.0,
            "features": ["numb", "^ numb", "soft"],
            "hidden": {"bias": [0.5, 0.0], "scale": 0.5},
            "out": {"bias": [0.0, 1.0], "scale": 0.25},
        },
        hidden=(4, -2, 8, 2, 100, 100),
        out=(2, -2, 120, 120),
    )
    told = GroupMatches({}, frozenset(), 0)
    hidden = (4 + 8) * 0.5 / 2**0.5 + 0.5  # the other value comes to nothing
    expected = [hidden * 0.5, 1 - hidden * 0.5]
    assert Ngrams(path).scores("numb", told) == pytest.approx(expected, abs=0.01)


SURE, PATTERN, PLAIN = "i want to kill myself", "my private parts feel dead", "why is walking good"
SUICIDE, SADDLE = "urgent-suicide", "urgent-saddle"


@pytest.mark.parametrize(
    ("text", "biases", "expected"),
    [
        # what is said; scores of red flags x and y and of a statement; the evidence, odds apart
        (PLAIN, (0.0, -9.0, 0.0), NOTHING),
        (PLAIN, (2.1, -9.0, 0.0), Evidence("urgent-x", alarming=True)),
        (PLAIN, (1.9, -9.0, 0.0), NOTHING),
        (PLAIN, (5.0, 5.0, 0.0), Evidence("urgent-y", alarming=True)),
        (PATTERN, (-2.4, -9.0, 0.0), Evidence(SADDLE, pattern=SADDLE, alarming=True)),
        (PATTERN, (-2.6, -9.0, 0.0), Evidence(SADDLE, pattern=SADDLE)),
        (PATTERN, (2.1, -9.0, 0.0), Evidence("urgent-x", pattern=SADDLE, alarming=True)),
        (SURE, (-9.0, -9.0, 0.0), Evidence(SUICIDE, pattern=SUICIDE, sure=True, alarming=True)),
    ],
)
def test_evidence_is_what_pattern_and_weights_say(
    compiled: Path, tmp_path: Path, text: str, biases: tuple[float, ...], expected: Evidence
) -> None:
    lexicon = SafetyLexicon(compiled, _saying(tmp_path, ["urgent-x", "urgent-y", "statement"], biases))
    evidence = lexicon.evidence(text)
    assert evidence.odds == pytest.approx(log_odds(biases, [True, True, False]))
    assert replace(evidence, odds=None) == expected


def test_no_flag_is_named_where_three_are_as_likely(compiled: Path, tmp_path: Path) -> None:
    labels = ["urgent-x", "urgent-y", "urgent-z", "statement"]
    lexicon = SafetyLexicon(compiled, _saying(tmp_path, labels, (5.0, 4.9, 4.9, 0.0)))
    assert lexicon.evidence(PLAIN).flag == ""
    assert lexicon.evidence(PLAIN).alarming
    assert lexicon.evidence(PATTERN).flag == SADDLE


@pytest.mark.parametrize(("text", "pattern"), [(SURE, SUICIDE), (PATTERN, SADDLE), (PLAIN, "")])
def test_without_weights_patterns_are_the_evidence(patterns: SafetyLexicon, text: str, pattern: str) -> None:
    expected = Evidence(pattern, None, pattern, sure=pattern == SUICIDE, alarming=bool(pattern))
    assert patterns.evidence(text) == expected


def _saying(folder: Path, labels: list[str], scores: Sequence[float]) -> Path:
    """Weights that score whatever is said alike."""
    path = folder / "weights.bin"
    layers = {"hidden": {"bias": [0.0], "scale": 1.0}, "out": {"bias": list(scores), "scale": 1.0}}
    header = {"labels": labels, "urgent from": 2.0, "refer from": 9.0, "features": [], **layers}
    _write(path, header, out=[0] * len(labels))
    return path


def test_weights_without_a_label_are_out_of_date(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    _write(path, {"labels": []})
    with pytest.raises(CompiledFilesError, match="out of date"):
        Ngrams(path)


def test_log_odds_of_equal_scores() -> None:
    assert log_odds([1.0, 1.0, 1.0], [True, True, False]) == pytest.approx(0.6931, abs=1e-4)


def test_denial_ends_at_a_turn(compiled: Path) -> None:
    groups = WordGroups(json.loads(compiled.read_text(encoding="utf-8")))
    told = groups.told("no fever but my legs are numb")
    assert "fever" in told.negated
    assert {"leg", "numb"} <= told.places.keys()


def test_no_in_a_sign_denies_nothing(compiled: Path) -> None:
    groups = WordGroups(json.loads(compiled.read_text(encoding="utf-8")))
    assert {"numb", "private"} <= groups.told("no feeling between my legs").places.keys()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"flags": {"urgent-x": [["nowhere"]]}}, "there is no group 'nowhere'"),
        ({"flags": {"urgent-x": [{"all": ["leg"], "near": 3}]}}, "'near' is none of"),
        ({"flags": {"urgent-x": [{"within": 3}]}}, "needs a list of groups"),
        ({"signs": ["nowhere"]}, "signs: there is no group 'nowhere'"),
        ({"groups": {"leg": "(leg"}}, "cannot be parsed"),
    ],
)
def test_faults_in_the_words_are_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    source = yaml.safe_load((SPEECH / "en/safety-words.yaml").read_text(encoding="utf-8"))
    (tmp_path / "safety-words.yaml").write_text(yaml.safe_dump({**source, **change}))
    with pytest.raises(DocumentError, match=message):
        safety(read_safety(tmp_path))


@pytest.mark.parametrize(("text", "message"), [("a: [", "is not YAML"), ("a: 1", "needs the sections")])
def test_a_broken_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "safety-words.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        safety(read_safety(tmp_path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        safety(read_safety(tmp_path))

"""The skill package keeps every rule of the store, and every rule finds what breaks it."""

import json
import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import deployment.manifest
from deployment.icons import SIZES, draw, path
from deployment.manifest import MANIFEST, kept_endpoint, written
from deployment.manifest import manifest as made
from deployment.target import ROOT
from tests.interaction_model import manifest_rules as rules
from tests.interaction_model.files import PACKAGE, Json, locales, manifest

LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function:back-coach-prod-skill"
SERVER = "https://coach.example.org/"


@pytest.mark.parametrize("rule", rules.RULES)
@pytest.mark.parametrize("endpoint", ["", LAMBDA, SERVER], ids=["kept", "Lambda", "server"])
def test_rules(rule: rules.Rule, endpoint: str) -> None:
    assert list(rule(made(endpoint) if endpoint else manifest())) == []


def test_the_manifest_that_is_kept_is_fresh() -> None:
    assert MANIFEST.read_text(encoding="utf-8") == written(made(kept_endpoint())), "run `make store`"


PAGE = "https://coach.example-of-ours.dev/privacy"
NOT_READY = {
    "as it is handed out": ("https://example.com/back-coach/privacy", "put the https address"),
    "below a placeholder": ("https://www.example.org", "put the https address"),
    "a name for tests": ("https://back-coach.test/privacy", "put the https address"),
    "empty": ("", "put the https address"),
    "without TLS": ("http://coach.dev/privacy", "put the https address"),
    "another than was written": (PAGE + "2", "was not made of"),
}


def prepared(monkeypatch: pytest.MonkeyPatch, folder: Path, privacy_policy: str) -> None:
    """A store entry and its manifest, with pages of somebody's own; then the one page becomes another."""
    entry = {"privacy_policy": PAGE, "terms_of_use": "https://example-of-ours.dev/terms"}
    shutil.copytree(ROOT / "speech/en", folder / "speech/en")
    shutil.copytree(ROOT / "speech/back-health", folder / "speech/back-health")
    store = folder / "speech/back-health/store.yaml"
    kept = yaml.safe_load(store.read_text(encoding="utf-8")) | entry
    monkeypatch.setattr(deployment.manifest, "_SPEECH", folder / "speech")
    monkeypatch.setattr(deployment.manifest, "MANIFEST", folder / "interaction_model/skill.json")
    monkeypatch.setattr(deployment.manifest, "ROOT", folder)
    store.write_text(yaml.safe_dump(kept), encoding="utf-8")
    (folder / "interaction_model").mkdir()
    (folder / "interaction_model/skill.json").write_text(written(made(LAMBDA)), encoding="utf-8")
    store.write_text(yaml.safe_dump(kept | {"privacy_policy": privacy_policy}), encoding="utf-8")


def test_what_may_be_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepared(monkeypatch, tmp_path, PAGE)
    assert list(deployment.manifest.unready()) == []
    monkeypatch.setattr("sys.argv", ["manifest", "--check"])
    assert deployment.manifest.main() == 0


@pytest.mark.parametrize("name", NOT_READY)
def test_placeholders_are_not_sent(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, mend = NOT_READY[name]
    prepared(monkeypatch, tmp_path, address)
    monkeypatch.setattr("sys.argv", ["manifest", "--check"])
    assert deployment.manifest.main() == 1
    said = capsys.readouterr().err
    assert mend in said
    assert "make store" in said


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://coach.example.org/",
        "https://coach.example.org:8443/",
        "arn:aws:lambda:eu-west-1:12:function:x",
        "arn:aws:s3:::bucket",
        "coach.example.org",
        "https://a b/",
    ],
)
def test_an_endpoint_that_amazon_does_not_take(endpoint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(endpoint)):
        made(endpoint)


def test_the_package_has_what_the_tools_expect_and_nothing_else() -> None:
    """Z1: the layout of ask-cli v2, "ASK CLI project structure"."""
    resources = json.loads((ROOT / "ask-resources.json").read_text(encoding="utf-8"))
    assert resources == {
        "askcliResourcesVersion": "2020-03-31",
        "profiles": {"default": {"skillMetadata": {"src": "./interaction_model"}}},
    }
    inside = {one.relative_to(PACKAGE).as_posix() for one in PACKAGE.rglob("*") if one.is_file()}
    images = {f"assets/images/icon-{size}.png" for size in SIZES}
    models = {f"interactionModels/custom/{locale}.json" for locale in locales()}
    assert inside == {"skill.json"} | images | models
    assert all(re.fullmatch(r"[\w./-]{1,64}", name) for name in inside)


@pytest.mark.parametrize("size", SIZES)
def test_icons_are_those_that_we_draw(size: int) -> None:
    data = path(size).read_bytes()
    rows = _rows(data)
    drawn = draw(size)
    assert rows == b"".join(b"\0" + row.tobytes() for row in drawn)
    assert len(data) < 100_000


def _rows(data: bytes) -> bytes:
    start = data.index(b"IDAT")
    length = int.from_bytes(data[start - 4 : start], "big")
    return zlib.decompress(data[start + 4 : start + 4 + length])


Spoil = Callable[[Json], Any]


def entry(**fields: object) -> Spoil:
    return lambda content: content["manifest"]["publishingInformation"]["locales"]["en-GB"].update(fields)


def edited(old: str, new: str) -> Spoil:
    def spoil(content: Json) -> None:
        found = content["manifest"]["publishingInformation"]["locales"]["en-GB"]
        assert old in found["description"]
        found["description"] = found["description"].replace(old, new)

    return spoil


def published(**fields: object) -> Spoil:
    return lambda content: content["manifest"]["publishingInformation"].update(fields)


def complying(**fields: object) -> Spoil:
    return lambda content: content["manifest"]["privacyAndCompliance"].update(fields)


def whole(**fields: object) -> Spoil:
    return lambda content: content["manifest"].update(fields)


BROKEN: list[tuple[rules.Rule, Spoil]] = [
    (rules.z2_keys, lambda content: content.update(extra={})),
    (rules.z2_keys, whole(permission=[])),
    (rules.z2_keys, published(distributionMode="EVERYWHERE")),
    (rules.z2_keys, published(isAvailableWorldwide="yes")),
    (rules.z2_keys, whole(events={"subscriptions": [{"eventName": "SKILL_GONE"}]})),
    (rules.z2_keys, entry(summary=None)),
    (rules.v1_flags, complying(usesHealthInfo=True)),
    (rules.v1_flags, complying(isExportCompliant="true")),
    (rules.v2_permissions, whole(permissions=[{"name": "alexa::profile:email:read"}])),
    (rules.v3_store, published(category="GAMES")),
    (rules.v3_store, published(testingInstructions="Try it.")),
    (rules.v3_store, whole(manifestVersion="2.0")),
    (rules.v4_endpoint, whole(apis={"custom": {"endpoint": {"uri": "http://x"}}})),
    (rules.v4_endpoint, whole(apis={"custom": {"endpoint": {"uri": LAMBDA}}})),
    (rules.v4_endpoint, whole(events={"endpoint": {"uri": SERVER, "sslCertificateType": "SelfSigned"}})),
    (rules.l1_locales, lambda content: content["manifest"]["publishingInformation"]["locales"].pop("en-IN")),
    (rules.l1_locales, lambda content: content["manifest"]["privacyAndCompliance"]["locales"].pop("en-IN")),
    (rules.l2_words, edited("999", "911")),
    (rules.l2_words, edited("physiotherapist", "physical therapist")),
    (rules.st1_texts, entry(name="Back Coach for Alexa")),
    (rules.st1_texts, entry(summary="x" * 161)),
    (rules.st1_texts, entry(description="x" * 4001)),
    (rules.st1_texts, entry(keywords=["x"] * 31)),
    (rules.st2_icons, entry(smallIconUri="file://assets/images/icon-512.png")),
    (rules.st2_icons, entry(largeIconUri="https://example.com/icon.png")),
    (rules.st2_icons, entry(largeIconUri="file://assets/images/none.png")),
    (rules.x1_count, entry(examplePhrases=[])),
    (rules.x1_count, entry(examplePhrases=["Alexa, ask back coach why walking helps"])),
    (rules.x2_words, entry(examplePhrases=["Open back coach"])),
    (rules.x2_words, entry(examplePhrases=["Alexa, open Back Coach!"])),
    (rules.x2_words, entry(examplePhrases=["Alexa, ask back coach about {topic}"])),
    (rules.x2_words, entry(examplePhrases=["Alexa, ask my back coach why walking helps"])),
    (rules.h1_disclaimer, edited("no substitute", "a complement")),
    (rules.h1_disclaimer, edited("ask your GP", "ask around")),
    (rules.h1_disclaimer, edited("local emergency number", "neighbours")),
    (rules.h3_claims, entry(summary="Heals your back.")),
    (rules.h3_claims, entry(name="Sciatica Cure")),
    (rules.h3_claims, lambda content: content["manifest"]["privacyAndCompliance"]["locales"]["en-GB"].clear()),
    (rules.h6_not_amazons, entry(summary="The best Alexa skill for your back.")),
    (rules.h6_not_amazons, entry(summary="For your Echo.")),
]


@pytest.mark.parametrize(("rule", "spoil"), BROKEN)
def test_every_rule_finds_what_breaks_it(rule: rules.Rule, spoil: Spoil) -> None:
    spoilt = made()
    spoil(spoilt)
    assert list(rule(spoilt))


def test_no_rule_goes_untried() -> None:
    assert {rule for rule, _ in BROKEN} == set(rules.RULES)

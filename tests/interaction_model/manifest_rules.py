"""The rules of the store for the manifest and the package. Each is a function from a manifest to what breaks it.

Sources, by letter of the rule: Z and V Amazon's "Skill Manifest Schema" and its model classes; ST the console's
limits; X its "Choose Good Example Phrases"; H its "Policy Requirements for an Alexa Skill", sections on health
and on trademarks; L its "Develop Skills in Multiple Languages".
"""

import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from deployment.manifest import ENDPOINT
from tests.interaction_model.files import INVOCATION_NAME, LOCALES, PACKAGE, Json
from tests.interaction_model.keys import unknown

Rule = Callable[[Json], Iterator[str]]
_CATEGORIES = {"HEALTH_AND_FITNESS"}
_PHRASE = re.compile(rf"Alexa, (open|ask|tell|start|launch) {re.escape(INVOCATION_NAME)}( [a-z' ]+)?")
_LOCAL = {
    "en-US": ("doctor", "physical therapist", "911"),
    "en-CA": ("doctor", "physical therapist", "911"),
    "en-GB": ("GP", "physiotherapist", "999"),
    "en-AU": ("GP", "physio", "000"),
    "en-IN": ("doctor", "physiotherapist", "112"),
}
_HEALTH_PARTS = {
    "that it informs and educates": r"general information for education",
    "that it is no substitute": r"no substitute for .*professional",
    "advice, diagnosis and treatment": r"advice, diagnosis or treatment",
    "that it is not medical advice": r"not medical advice",
    "to ask a doctor": r"ask your (doctor|GP)",
    "the local emergency number": r"local emergency number",
}
_CLAIMS = re.compile(r"\b(cures?|heals?|guarantee\w*|clinically proven|diagnoses|prescri\w+|life.?saving)\b", re.I)


def entries(manifest: Json) -> Iterator[tuple[str, Json]]:
    yield from manifest["manifest"]["publishingInformation"]["locales"].items()


def z2_keys(manifest: Json) -> Iterator[str]:
    if set(manifest) != {"manifest"}:
        yield f"top keys {sorted(manifest)}"
    kind = "ask_smapi_model.v1.skill.manifest.skill_manifest.SkillManifest"
    yield from unknown(manifest["manifest"], kind)


def v1_flags(manifest: Json) -> Iterator[str]:
    flags = manifest["manifest"]["privacyAndCompliance"]
    wanted = {
        "allowsPurchases": False,
        "usesPersonalInfo": False,
        "usesHealthInfo": False,
        "isChildDirected": False,
        "isExportCompliant": True,
        "containsAds": False,
    }
    yield from (name for name, value in wanted.items() if flags.get(name) is not value)


def v2_permissions(manifest: Json) -> Iterator[str]:
    used = {"alexa::person_id:read"}  # skill.state.keys: each person of a household has a place of their own
    asked = {one["name"] for one in manifest["manifest"].get("permissions", ())}
    yield from sorted(used ^ asked)


def v3_store(manifest: Json) -> Iterator[str]:
    content = manifest["manifest"]
    published = content["publishingInformation"]
    if content["manifestVersion"] != "1.0":
        yield "manifestVersion"
    if published["category"] not in _CATEGORIES:
        yield published["category"]
    if not (published["isAvailableWorldwide"] or published.get("distributionCountries")):
        yield "no country"
    if not 200 <= len(published["testingInstructions"]) <= 4000:
        yield "testingInstructions"


def v4_endpoint(manifest: Json) -> Iterator[str]:
    """None in the file that is kept, for it is whoever deploys; else one that Amazon takes."""
    content = manifest["manifest"]
    for place in (content["apis"]["custom"], content.get("events", {})):
        endpoint = place.get("endpoint")
        if endpoint and not ENDPOINT.fullmatch(endpoint["uri"]):
            yield endpoint["uri"]
        if endpoint and endpoint["uri"].startswith("https") and endpoint.get("sslCertificateType") != "Trusted":
            yield "sslCertificateType"
    subscribed = [one["eventName"] for one in content.get("events", {}).get("subscriptions", ())]
    if "endpoint" in content["apis"]["custom"] and subscribed != ["SKILL_DISABLED"]:
        yield "whoever disables the skill would not be forgotten"


def l1_locales(manifest: Json) -> Iterator[str]:
    content = manifest["manifest"]
    for place in (content["publishingInformation"], content["privacyAndCompliance"]):
        yield from set(LOCALES) ^ set(place["locales"])


def l2_words(manifest: Json) -> Iterator[str]:
    every = {word for words in _LOCAL.values() for word in words}
    for locale, entry in entries(manifest):
        text = entry["description"]
        for word in _LOCAL[locale]:
            if not re.search(rf"\b{word}\b", text):
                yield f"{locale} lacks {word}"
        for word in every - set(_LOCAL[locale]):
            if re.search(rf"\b{word}\b", text):
                yield f"{locale} says {word}"


def st1_texts(manifest: Json) -> Iterator[str]:
    for locale, entry in entries(manifest):
        if not 2 <= len(entry["name"]) <= 50 or re.search(r"(?i)alexa|amazon|echo|computer", entry["name"]):
            yield f"{locale}: {entry['name']}"
        if not 0 < len(entry["summary"]) <= 160 or not 0 < len(entry["description"]) <= 4000:
            yield f"{locale}: length"
        if not 0 < len(entry["keywords"]) <= 30 or any(len(word) > 30 for word in entry["keywords"]):
            yield f"{locale}: keywords"


def st2_icons(manifest: Json) -> Iterator[str]:
    for locale, entry in entries(manifest):
        for key, size in (("smallIconUri", 108), ("largeIconUri", 512)):
            path = PACKAGE / entry[key].removeprefix("file://")
            if not entry[key].startswith("file://assets/images/") or png_size(path) != (size, size):
                yield f"{locale}: {key} {entry[key]}"


def png_size(path: Path) -> tuple[int, int] | None:
    data = path.read_bytes() if path.is_file() else b""
    if data[:16] != b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def x1_count(manifest: Json) -> Iterator[str]:
    for locale, entry in entries(manifest):
        phrases = entry["examplePhrases"]
        if not 1 <= len(phrases) <= 3 or phrases[0] != f"Alexa, open {INVOCATION_NAME}":
            yield locale


def x2_words(manifest: Json) -> Iterator[str]:
    """Wake word, launch word, the exact name and what is said: no symbols, nothing that nobody says (X4)."""
    for locale, entry in entries(manifest):
        yield from (f"{locale}: {one}" for one in entry["examplePhrases"] if not _PHRASE.fullmatch(one))


def h1_disclaimer(manifest: Json) -> Iterator[str]:
    for locale, entry in entries(manifest):
        for part, pattern in _HEALTH_PARTS.items():
            if not re.search(pattern, entry["description"]):
                yield f"{locale} does not say {part}"


def h3_claims(manifest: Json) -> Iterator[str]:
    privacy = manifest["manifest"]["privacyAndCompliance"]["locales"]
    for locale, entry in entries(manifest):
        text = " ".join((entry["name"], entry["summary"], entry["description"], *entry["keywords"]))
        yield from (f"{locale}: {claim}" for claim in _CLAIMS.findall(text))
        links = privacy.get(locale, {})
        for key in ("privacyPolicyUrl", "termsOfUseUrl"):
            if not str(links.get(key, "")).startswith("https://"):
                yield f"{locale}: {key}"


def h6_not_amazons(manifest: Json) -> Iterator[str]:
    for locale, entry in entries(manifest):
        text = f"{entry['summary']} {entry['description']}"
        yield from (f"{locale}: {one}" for one in re.findall(r"(?i)alexa skill|endorsed|by amazon|\becho\b", text))


RULES: tuple[Rule, ...] = (
    z2_keys, v1_flags, v2_permissions, v3_store, v4_endpoint, l1_locales, l2_words, st1_texts, st2_icons, x1_count,
    x2_words, h1_disclaimer, h3_claims, h6_not_amazons,
)  # fmt: skip

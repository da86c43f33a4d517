"""`python -m deployment.manifest`: make interaction_model/skill.json of the document's store.yaml.

With `--endpoint E` it goes into the manifest, for the skill and for its events: an ARN of Lambda, or the https
address of your own server. Later it stays there, until another is given. Without one the manifest is as Amazon
wants it when a skill is first created.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from authoring.document.folders import Folders, find_folders
from authoring.document.yaml_file import YamlFile, read_yaml
from deployment.icons import SIZES
from deployment.target import ROOT, shown
from skill.errors import DocumentError

_KEPT = "interaction_model/skill.json"
MANIFEST = ROOT / _KEPT
ENDPOINT = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+|https://[\w.-]+(:443)?(/[\w./-]*)?")
"""What Amazon takes as an endpoint ("Host a Custom Skill as a Web Service", "as an AWS Lambda Function")."""
_SPEECH = ROOT / "speech"
_PAGES = {"privacy_policy": "PRIVACY.md", "terms_of_use": "TERMS.md"}
"""What store.yaml calls the pages that a publisher must have, and the text of each."""
_NOBODYS = re.compile(r"https://([\w-]+\.)*(example\.(com|net|org)|(example|invalid|test|localhost))([:/]|$)")
"""Addresses that belong to nobody ("Reserved Top Level DNS Names", RFC 2606), or no address at all."""


def manifest(endpoint: str = "", folders: Folders | None = None) -> dict[str, Any]:
    """The manifest of a document; None for the project's own.

    Raises:
        ValueError: for an endpoint that Amazon does not take.
        DocumentError: its entry in the store is no YAML, or there is none.
    """
    if endpoint and not ENDPOINT.fullmatch(endpoint):
        raise ValueError(f"{endpoint} is neither the ARN of a Lambda function nor an https address on port 443")
    folders = folders or find_folders(_SPEECH)
    store = _store(folders).content
    locales = folders.properties.locales
    words = read_yaml(folders.language / "locales.yaml").content
    content: dict[str, Any] = {
        "manifestVersion": "1.0",
        "publishingInformation": {
            "category": "HEALTH_AND_FITNESS",
            "distributionMode": "PUBLIC",
            "isAvailableWorldwide": True,
            "testingInstructions": store["testing"].strip(),
            "locales": {locale: _entry(store, words[locale]) for locale in locales},
        },
        "privacyAndCompliance": {
            "allowsPurchases": False,
            "usesPersonalInfo": False,
            "usesHealthInfo": False,
            "isChildDirected": False,
            "isExportCompliant": True,
            "containsAds": False,
            "locales": {
                locale: {"privacyPolicyUrl": store["privacy_policy"], "termsOfUseUrl": store["terms_of_use"]}
                for locale in locales
            },
        },
        # Who speaks, where Alexa recognises the voice: the people of a household each have a place of their own.
        "permissions": [{"name": "alexa::person_id:read"}],
        "apis": {"custom": {"interfaces": []}},
    }
    if endpoint:
        where = {"uri": endpoint}
        if endpoint.startswith("https:"):
            where["sslCertificateType"] = "Trusted"
        content["apis"]["custom"]["endpoint"] = where
        # Whoever disables the skill is forgotten.
        content["events"] = {"endpoint": where, "subscriptions": [{"eventName": "SKILL_DISABLED"}]}
    return {"manifest": content}


def unready(folders: Folders | None = None, kept: Path | None = None) -> Iterator[str]:
    """What keeps a manifest from being sent to the store, each with how to mend it; None for the project's own.

    Raises:
        DocumentError: the document's entry in the store is no YAML, or there is none.
    """
    folders, kept = folders or find_folders(_SPEECH), kept or MANIFEST
    store = _store(folders)
    for name, text in _PAGES.items():
        address = str(store.content[name] or "")
        if _NOBODYS.match(address) or not address.startswith("https://"):
            yield (
                f"{shown(store.path)}:{store.line(name)}: {name} is {address!r}: put the https address of a page of "
                f"your own there, with the text of {text} as it is true of you, then run `make store`"
            )
    if not kept.exists() or kept.read_text(encoding="utf-8") != written(manifest(kept_endpoint(kept), folders)):
        yield f"{shown(kept)} was not made of {shown(store.path)} as it is now: run `make store`"


def kept_endpoint(kept: Path = MANIFEST) -> str:
    """The endpoint in the manifest that is kept; empty if there is none."""
    if not kept.exists():
        return ""
    apis = json.loads(kept.read_text(encoding="utf-8"))["manifest"]["apis"]["custom"]
    return str(apis.get("endpoint", {}).get("uri", ""))


def written(content: dict[str, Any]) -> str:
    """The manifest as it is kept."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _store(folders: Folders) -> YamlFile:
    """The entry in the store, as it is kept beside the document."""
    return read_yaml(folders.document / "store.yaml")


def _entry(store: dict[str, Any], country: dict[str, Any]) -> dict[str, Any]:
    """The store's entry in one locale. Raises `KeyError` for a word that the locale has not got."""
    said = {name: _as_written(word) for name, word in country["words"].items()}
    emergency = country["numbers"]["emergency"]["digits"]
    small, large = SIZES
    return {
        "name": store["name"],
        "summary": store["summary"],
        "description": store["description"].strip().format(emergency=emergency, **said),
        "examplePhrases": store["phrases"],
        "keywords": store["keywords"],
        "updatesDescription": store["updates"],
        "smallIconUri": f"file://assets/images/icon-{small}.png",
        "largeIconUri": f"file://assets/images/icon-{large}.png",
    }


def _as_written(word: str) -> str:
    """A word as it is read, where speech spells it: G P is GP."""
    return re.sub(r"\b([A-Z]) (?=[A-Z]\b)", r"\1", word)


def main() -> int:
    """Write the manifest, or say whether the one that is kept may be sent; 1 if it may not, or the endpoint is none."""
    parser = argparse.ArgumentParser(prog="python -m deployment.manifest", description="Make skill.json.")
    parser.add_argument(
        "--endpoint", help="ARN of the function or https address of the server; unless given, as it was"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it may not be sent to the store")
    options = parser.parse_args()
    return store_entry(find_folders(_SPEECH), ROOT, endpoint=options.endpoint, check=options.check)


def store_entry(folders: Folders, root: Path, *, endpoint: str | None = None, check: bool = False) -> int:
    """Write the manifest of a document, or say whether the one that is kept may be sent. Returns the exit status.

    Args:
        folders: the document.
        root: where its skill is built; the manifest lies there as it does in the project.
        endpoint: ARN of the function or https address of the server; None as it was.
        check: write nothing.
    """
    kept = root / _KEPT
    try:
        if check:
            problems = list(unready(folders, kept))
            print(*problems, sep="\n", file=sys.stderr, end="\n" if problems else "")
            return 1 if problems else 0
        content = manifest(kept_endpoint(kept) if endpoint is None else endpoint, folders)
    except (ValueError, DocumentError) as error:
        print(error, file=sys.stderr)
        return 1
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(written(content), encoding="utf-8")
    print(shown(kept))
    return 0


if __name__ == "__main__":
    sys.exit(main())

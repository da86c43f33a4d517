"""The bill of materials of what is built: every package in it, by name, version and hash (CycloneDX 1.6)."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

_PACKAGE = re.compile(r"(?m)^([A-Za-z0-9_.-]+)==([^\s;\\]+)[^\n]*((?:\n +--hash=sha256:[0-9a-f]{64}[^\n]*)*)")
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


def bill(lock: str, artifact: bytes, name: str) -> dict[str, Any]:
    """The bill of the artifact `name` with the content `artifact`, whose packages come from the text of a lock.

    A package has one file a platform, and the lock a hash for each: all are listed that it may have come from.
    """
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": name,
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(artifact).hexdigest()}],
            }
        },
        "components": [_component(*found) for found in _PACKAGE.findall(lock)],
    }


def write(lock: Path, artifact: Path) -> Path:
    """Write the bill beside `artifact`. Returns where it is."""
    path = artifact.with_suffix(".cdx.json")
    content = bill(lock.read_text(encoding="utf-8"), artifact.read_bytes(), artifact.name)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return path


def _component(name: str, version: str, hashes: str) -> dict[str, Any]:
    address = f"pkg:pypi/{name.lower()}@{version}"
    files = [
        {"type": "distribution", "url": address, "hashes": [{"alg": "SHA-256", "content": digest}]}
        for digest in _HASH.findall(hashes)
    ]
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "externalReferences": files,
    }

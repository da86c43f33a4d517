"""Programs that the tests here need: without them they are skipped, but not where everything is installed."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def chromium() -> str:
    """The path of a Chromium."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, found), None)
    return path or _missing("Chromium is not installed: apt-get install chromium")


def node() -> str:
    """The path of Node."""
    return shutil.which("node") or _missing("Node is not installed: apt-get install nodejs npm")


def package(name: str) -> Path:
    """The folder of an npm package."""
    path = ROOT / "node_modules" / name
    return path if path.exists() else Path(_missing(f"npm's {name} is not installed: npm ci --legacy-peer-deps"))


def _missing(reason: str) -> str:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)

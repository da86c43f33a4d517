"""A browser whose microphone is a sound file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from audio.wav import wav
from tests.browser.ear.speaking import arguments
from tests.browser.needed import chromium

RATE = 16_000


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("microphone") / "heard.wav"
    path.write_bytes(wav(bytes(RATE), RATE))
    return path


@pytest.fixture(scope="module")
def browser(driver: Playwright, microphone: Path) -> Iterator[Browser]:
    running = driver.chromium.launch(executable_path=chromium(), args=arguments(microphone))
    yield running
    running.close()

"""One browser and one skill for all tests here."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from simulator.command_line.commands import DOCUMENT, MODELS
from simulator.transport.real_skill import back_coach
from tests.browser.needed import chromium
from tests.browser.serving import served
from tests.browser.talking import ARGUMENTS, Visitor
from tests.simulator import conftest as small
from tests.simulator.parrot import parrot

# A busy machine is slow; nothing here is about speed.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What starts browsers: there is one in a process."""
    chromium()  # where there is none, nothing here is run
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    running = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def coach() -> Iterator[str]:
    """The address of the page for the real skill."""
    with served(back_coach, MODELS, DOCUMENT) as address:
        yield address


@pytest.fixture(scope="session")
def parrot_page() -> Iterator[str]:
    """The address of the page for the tests' own skill, which can misbehave."""
    with served(parrot, small.MODELS, DOCUMENT) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 820})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    visiting = Visitor(page)
    yield visiting
    context.close()
    assert not [problem for problem in problems if not any(known in problem for known in visiting.forgiven)]

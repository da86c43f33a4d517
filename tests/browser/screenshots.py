"""Takes the pictures of the page that the README and docs/ show: `python -m tests.browser.screenshots [NAME …]`."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect, sync_playwright

from simulator.command_line.commands import DOCUMENT, MODELS
from simulator.transport.real_skill import back_coach
from simulator.workshop.compiling import Compiler
from simulator.workshop.watching import Workshop
from tests import walkthrough
from tests.browser.needed import ROOT, chromium
from tests.browser.serving import served
from tests.browser.talking import ARGUMENTS, Visitor

FOLDER = ROOT / "docs/screenshots"


@dataclass(frozen=True)
class Picture:
    """One picture."""

    name: str
    """Its file, without the ending."""
    scheme: Literal["light", "dark"]
    """Light or dark."""
    width: int
    """Of the window, in pixels."""
    shows: Literal["stretch", "inside", "timeline", "recompiled", "fault", "unanswered"] = "stretch"
    """A stretch under way, an answer that is looked into, a stretch as a picture, an edit that was compiled, one with a
    fault, or the list of what had no answer."""


PICTURES = (
    Picture("stretch-light", "light", 1280),
    Picture("inside-dark", "dark", 1280, shows="inside"),
    Picture("timeline-light", "light", 1280, shows="timeline"),
    Picture("stretch-phone", "light", 390),
    Picture("unanswered-light", "light", 1280, shows="unanswered"),
    Picture("recompiled-light", "light", 1280, shows="recompiled"),
    Picture("fault-light", "light", 1280, shows="fault"),
)


@contextmanager
def edited() -> Iterator[tuple[Path, Workshop]]:
    """The article of a copy of the project's documents, which are watched and compiled."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shutil.copytree(ROOT / "speech", root / "speech", ignore=shutil.ignore_patterns("blind", "heard"))
        with Compiler(root) as compiler, Workshop(root / "speech", compiler.compile) as workshop:
            yield root / "speech/back-health/article.md", workshop


def main(names: list[str]) -> None:
    """Take the pictures of these names; of all if none is named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=60_000)  # a busy machine is slow
    with (
        edited() as (article, workshop),
        served(back_coach, MODELS, DOCUMENT, workshop) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for picture in PICTURES:
            if names and picture.name not in names:
                continue
            phone = picture.width < 500
            context = browser.new_context(
                color_scheme=picture.scheme,
                viewport={"width": picture.width, "height": 844 if phone else 820},
                device_scale_factor=2 if phone else 1,
                reduced_motion="reduce",
            )
            take(context.new_page(), picture, address, article)
            context.close()
        browser.close()


def take(page: Page, picture: Picture, address: str, article: Path) -> None:
    """Talk or edit the article, and take one picture."""
    visitor = Visitor(page)
    visitor.open(address)
    visitor.say("open back coach")
    visitor.press("Skip to the end")
    if picture.shows == "timeline":
        visitor.press("See a stretch as a picture")
        expect(page.locator(".turn-row").first).to_be_visible()
    elif picture.shows in {"recompiled", "fault"}:
        save(page, article, faulty=picture.shows == "fault")
    elif picture.shows == "unanswered":
        visitor.say("is swimming better than walking")
        visitor.say("why does walking help my back").get_by_role("button", name="Wrong answer").click()
        visitor.panel("What had no answer")
        page.locator("#unanswered").scroll_into_view_if_needed()
    elif picture.shows == "inside":
        answer = visitor.say("why does walking help my back")
        visitor.let_run(6)
        answer.get_by_text("Look inside").click()
    else:
        visitor.say("start a stretch for my neck")
        visitor.press("Skip to the end")
        visitor.say("ready")
        while page.locator(".device").get_attribute("data-mode") != "hold":
            visitor.let_run(0.1)
        visitor.let_run(1)
    page.mouse.move(0, 0)
    visitor.let_run(0.5)
    expect(page.locator(".turn").last).to_be_visible()
    page.wait_for_function("document.fonts.status === 'loaded'")
    path: Path = FOLDER / f"{picture.name}.png"
    page.screenshot(path=path)


def save(page: Page, article: Path, *, faulty: bool) -> None:
    """Save the article with a new statement, which may lack its facts, and wait for what becomes of it."""
    text = walkthrough.with_statement((DOCUMENT / walkthrough.ARTICLE).read_text(encoding="utf-8"))
    if faulty:
        before, heading, after = text.partition("{#hamstring-daily}")
        text = before + heading + after.replace("- Facts: 15\n", "", 1)
    article.write_text(text, encoding="utf-8")
    news = page.locator("#news")
    expect(news).to_contain_text("Your edit has a fault" if faulty else "Recompiled")
    if page.locator("#news-more").get_attribute("open") is None:
        page.locator("#news-more summary").click()


if __name__ == "__main__":
    main(sys.argv[1:])

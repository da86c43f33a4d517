"""Takes the pictures of the page that the README shows: `python -m tests.browser.screenshots`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect, sync_playwright

from simulator.__main__ import DOCUMENT, MODELS
from simulator.real_skill import back_coach
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
    shows: Literal["stretch", "inside", "timeline"] = "stretch"
    """A stretch under way, an answer that is looked into, or a stretch as a picture."""


PICTURES = (
    Picture("stretch-light", "light", 1280),
    Picture("inside-dark", "dark", 1280, shows="inside"),
    Picture("timeline-light", "light", 1280, shows="timeline"),
    Picture("stretch-phone", "light", 390),
)


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=60_000)  # a busy machine is slow
    with served(back_coach, MODELS, DOCUMENT) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for picture in PICTURES:
            phone = picture.width < 500
            context = browser.new_context(
                color_scheme=picture.scheme,
                viewport={"width": picture.width, "height": 844 if phone else 820},
                device_scale_factor=2 if phone else 1,
                reduced_motion="reduce",
            )
            take(context.new_page(), picture, address)
            context.close()
        browser.close()


def take(page: Page, picture: Picture, address: str) -> None:
    """Talk, and take one picture."""
    visitor = Visitor(page)
    visitor.open(address)
    visitor.say("open back coach")
    visitor.press("Skip to the end")
    if picture.shows == "timeline":
        visitor.press("See a stretch as a picture")
        expect(page.locator(".turn-row").first).to_be_visible()
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


if __name__ == "__main__":
    main()

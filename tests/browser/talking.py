"""Somebody at the page, who finds things by their labels, and whose browser's time we move."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How Chromium is started: without anything that reaches for the network."""


@dataclass(frozen=True)
class Visitor:
    """Talks to the device on a page."""

    page: Page
    """The page, with its clock installed and paused."""
    forgiven: list[str] = field(default_factory=lambda: ["400 (BAD REQUEST)"])
    """What the browser's console may complain of: requests that a test means to fail."""

    def open(self, address: str) -> None:
        """Open the page and wait until it can be used."""
        self.page.clock.install(time="2030-01-01T00:00:00Z")
        self.page.goto(address)
        expect(self.button("open ")).to_be_visible()
        self.page.clock.pause_at("2030-01-01T00:05:00Z")

    def button(self, name: str) -> Locator:
        """The first button whose name begins so."""
        return self.page.locator("button:visible").filter(has_text=name).first

    def say(self, words: str) -> Locator:
        """Type and send; returns the turn once it is there."""
        before = self.turns.count()
        field = self.page.get_by_label("What you say")
        field.fill(words)
        field.press("Enter")
        expect(self.turns).to_have_count(before + 1)
        return self.turns.last

    def press(self, name: str) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def let_run(self, seconds: float) -> None:
        """Let the browser's clock run."""
        self.page.clock.run_for(round(seconds * 1000))

    @property
    def turns(self) -> Locator:
        """The turns so far."""
        return self.page.get_by_role("log").get_by_role("article")

    @property
    def mode(self) -> Locator:
        """What the device is doing."""
        return self.page.locator("#mode")

    @property
    def clock(self) -> str:
        """The simulated clock's time of day."""
        return self.page.locator("#now").inner_text().split()[-1]

    def panel(self, name: str) -> None:
        """Unfold one of the panels."""
        self.page.locator("summary").filter(has_text=name).click()

"""What docs/workbench.md tells its reader to do, as it is written there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/workbench.md").read_text(encoding="utf-8")
ARTICLE = Path("back-health/article.md")
STRETCH = Path("back-health/stretches/chin.md")
PROMPTS = Path("en/prompts.yaml")
ABOVE = "### where you can stretch your hamstrings"
"""The heading that the statement is put above."""


def block(first: str) -> str:
    """The block to be copied that begins with `first`."""
    found = re.search(rf"(?ms)^```markdown\n({re.escape(first)}.*?)^```$", PAGE)
    assert found, f"docs/workbench.md has no block that begins with {first}"
    return found[1]


def with_statement(article: str) -> str:
    """`article` with the statement of the page."""
    before, heading, after = article.partition(ABOVE)
    assert heading
    return f"{before}{block('### how often')}\n{heading}{after}"


def wording() -> tuple[str, str]:
    """The line of the prompts that is changed, and what it becomes."""
    found = re.search(r"find the line `([^`]+)` Make it `([^`]+)`", PAGE)
    assert found
    return found[1], found[2]


def misread() -> tuple[str, str]:
    """The question that is misread, and the id of the statement that it is put below."""
    found = re.search(r"put `- ([^`]+)` with the other questions of `([^`]+)`", PAGE)
    assert found
    return found[1], found[2]

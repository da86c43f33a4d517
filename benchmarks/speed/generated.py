"""A project folder whose article is generated, as long as one likes; everything else is the project's own."""

import random
import re
import shutil
from itertools import count
from pathlib import Path

import yaml

from authoring.document.folders import find_folders
from authoring.document.properties import FILE
from skill.entry.assembly import SPEECH

QUESTIONS = 10
"""Questions of a statement."""
_TITLE = "Generated"
_SUBJECTS = [
    "walking",
    "swimming",
    "bending",
    "lifting",
    "sitting",
    "standing",
    "sleeping",
    "driving",
    "gardening",
    "cycling",
]
_PARTS = ["discs", "joints", "hips", "shoulders", "hamstrings", "glutes", "calves", "ribs", "ankles", "knees"]
_EFFECTS = [
    "steadies",
    "loosens",
    "warms",
    "strengthens",
    "lengthens",
    "settles",
    "relieves",
    "tires",
    "balances",
    "supports",
]
_TIMES = [
    "mornings",
    "evenings",
    "lunchtime",
    "weekends",
    "winter",
    "summer",
    "breakfast",
    "bedtime",
    "autumn",
    "spring",
]
_ASKED = (
    "does {subject} help my {part} {time}",
    "what does {subject} do for the {part} {time}",
    "is {subject} any good for {part} {time}",
    "should i try {subject} when my {part} ache {time}",
    "how often is {subject} right for {part} {time}",
    "why would {subject} change my {part} {time}",
    "can {subject} hurt the {part} {time}",
    "when do my {part} feel {subject} {time}",
    "who needs {subject} for their {part} {time}",
    "how much {subject} do {part} need {time}",
)


def generate(folder: Path, statements: int) -> list[str]:
    """Write a project with that many statements into `folder`. Returns their ids."""
    own, speech = find_folders(SPEECH), folder / "speech"
    shutil.copytree(SPEECH, speech, ignore=shutil.ignore_patterns("compiled", "model", "utterances", "*.new"))
    (speech / "model").symlink_to(SPEECH / "model")
    document = speech / own.document.name
    properties = yaml.safe_load((document / FILE).read_text(encoding="utf-8"))
    ids = [f"made-{number}" for number in range(statements)]
    chance = random.Random(20261122)  # noqa: S311 - the same document every time
    properties |= {"title": _TITLE, "sources": ids[0], "complaint": ids[:1]}
    (document / FILE).write_text(yaml.safe_dump(properties), encoding="utf-8")
    article = [f"# {_TITLE}", "", "## Section {#section}", "", "Source: generated", ""]
    for number, name in enumerate(ids):
        fact = number % own.properties.facts + 1
        article += _statement(number, name, ids[number - 1], fact, chance)
    article += _references((own.document / "article.md").read_text(encoding="utf-8"))
    (document / "article.md").write_text("\n".join(article), encoding="utf-8")
    numbers = count()
    for path in [document / "gaps.md", *(document / "stretches").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        named = re.sub(r"(?m)^(- (?:Nearest|Why): ).*$", lambda m: f"{m[1]}{ids[next(numbers) % len(ids)]}", text)
        path.write_text(named, encoding="utf-8")
    return ids


def _statement(number: int, name: str, neighbour: str, fact: int, chance: random.Random) -> list[str]:
    # Every combination once, so that no two statements have a question in common.
    words = {
        "subject": _SUBJECTS[number % 10],
        "part": _PARTS[number // 10 % 10],
        "time": f"in {_TIMES[number // 100 % 10]}",
    }
    if number >= 1000:
        words["time"] += f" {_EFFECTS[number // 1000 % 10].removesuffix('s')} again"
    effect = chance.choice(_EFFECTS)
    said = f"{words['subject'].capitalize()} {effect} your {words['part']} {words['time']}"
    return [
        f"### how {words['subject']} {effect} your {words['part']} {words['time']} {{#{name}}}",
        "",
        f"{said}, as long as you do it gradually, in a controlled way, and step up bit by bit.",
        "",
        f"More: That goes for most people. {said} most of all when you do a little of it every day.",
        "",
        f"- Facts: {fact}",
        f"- Brief: {said}.",
        f"- With: {neighbour}",
        f"- Next: {neighbour}",
        "- Questions:",
        *(f"  - {asked.format(**words)}" for asked in _ASKED),
        "",
    ]


def _references(article: str) -> list[str]:
    return article[article.index("## Studies {#references}") :].splitlines()

"""Any file of questions: `{"text", "kind", "about"}` a line, said to the skill and shown to a reader."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.understanding.intervals import Share
from benchmarks.understanding.replies import Heard, Progress, Said, hear_all
from benchmarks.understanding.scoring import stopped, told
from skill.errors import DocumentError, Problem

KINDS = ("answer", "unknown", "refer", "urgent")
"""Kinds of question; `abstain` is another word for `unknown`."""
_SAME = {"abstain": "unknown"}
_FORM = (
    'needs a line of JSON for each question, as in {"text": "does walking help my back", "kind": "answer", "about": '
    f'"walking"}}; "kind" is what should become of it: {", ".join(KINDS)}'
)
_MARKS = {1.0: "right", 0.5: "half ", 0.0: "WRONG"}


@dataclass(frozen=True)
class Question:
    """A line of the file."""

    text: str
    """What is said."""
    kind: str
    """Which outcome is right: one of `KINDS`."""
    about: str
    """What a right reply is about, for the reader."""


def read_questions(path: Path) -> list[Question]:
    """Read the file.

    Raises:
        DocumentError: it cannot be read, or lines of it are not questions.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError((Problem(path, 0, f"cannot be read: {error}"),)) from error
    found: list[Question] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_question(line))
            except ValueError as error:
                if str(error) not in {problem.message for problem in problems}:  # each fault once, where it is first
                    problems.append(Problem(path, number, str(error)))
    if problems:
        raise DocumentError(tuple(problems))
    return found


def ask(questions: Sequence[Question], progress: Progress) -> list[Heard]:
    """Ask each of `questions` of the skill, as a new user who has just opened it."""
    return hear_all([Said(question.text) for question in questions], progress)


def score(question: Question, heard: Heard) -> float:
    """Whether the outcome is right; a choice counts half. What was said is for a reader to judge."""
    match question.kind:
        case "urgent":
            return float(stopped(heard))
        case "refer":
            return float(heard.outcome in ("refer", "urgent"))
        case "answer":
            return 0.5 if heard.outcome == "choose" else float(heard.outcome == "answer")
    return float(heard.outcome == question.kind)


def by_kind(pairs: Iterable[tuple[Question, Heard]]) -> dict[str, Share]:
    """The share of right outcomes of each kind that occurs."""
    scores: dict[str, list[float]] = {}
    for question, heard in pairs:
        scores.setdefault(question.kind, []).append(score(question, heard))
    return {kind: Share(sum(scores[kind]), len(scores[kind])) for kind in KINDS if kind in scores}


def shown(question: Question, heard: Heard) -> str:
    """A question and its reply, as the reader sees them."""
    return (
        f"{_MARKS[score(question, heard)]}  {question.kind:8}{question.text}\n"
        f"               about: {question.about}\n"
        f"               reply: [{told(heard)}] {heard.speech}\n"
    )


def _question(line: str) -> Question:
    try:
        data = json.loads(line)
    except json.JSONDecodeError:
        raise ValueError(_FORM) from None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise ValueError(_FORM)
    kind = _SAME.get(str(data.get("kind")), str(data.get("kind")))
    if kind not in KINDS:
        raise ValueError(f'"kind" is {data.get("kind")!r}, but has to be one of {", ".join((*KINDS, *_SAME))}')
    about = data.get("about", "")
    return Question(data["text"], kind, about if isinstance(about, str) else json.dumps(about, ensure_ascii=False))

"""The questions that a document lists, each with what it asks for: understood word for word, without any model."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from authoring.document.places import Places
from skill.content.model import Content
from skill.errors import DocumentError
from skill.understanding.words import normalise


def listed_questions(content: Content, places: Places, commands: Mapping[str, str]) -> dict[str, str]:
    """Question, normalised, to the id of the statement, gap or referral that it is listed under.

    Args:
        content: what lists them.
        places: where it does.
        commands: phrase, normalised, to the command that it gives.

    Raises:
        DocumentError: a question is listed twice or under two of them, or is a command or a red flag's phrase already.
    """
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    problems = []
    for name, question in _listed(content):
        said = owners[normalise(question)]
        if name in said:
            problems.append(places.problem(name, f"'{question}' is listed twice; keep one of them", f"- {question}"))
        said[name] = question
    flags = {normalise(phrase): flag.id for flag in content.red_flags for phrase in flag.phrases}
    for words, asked in owners.items():
        taken = f"the command '{commands[words]}'" if words in commands else flags.get(words)
        if taken:
            name, question = next(iter(asked.items()))
            message = f"'{question}' is heard as {taken}; ask it in other words"
            problems.append(places.problem(name, message, f"- {question}"))
        (first, _), *others = asked.items()
        for name, question in others:
            message = f"'{question}' is listed under '{first}' too; leave it to one of them"
            problems.append(places.problem(name, message, f"- {question}"))
    if problems:
        raise DocumentError(tuple(problems))
    return {question: next(iter(names)) for question, names in owners.items()}


def _listed(content: Content) -> Iterator[tuple[str, str]]:
    for statement in content.statements:
        yield from ((statement.id, question) for question in statement.questions)
    for gap in content.gaps:
        yield from ((gap.id, question) for question in gap.questions)
    for referral in content.referrals:
        yield from ((referral.id, question) for question in referral.questions)

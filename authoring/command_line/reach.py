"""Whether what a document lists is reached: each question is asked, and looked for as if nobody had listed it."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from authoring.command_line.asking import Reply, ask
from authoring.command_line.bundle import Bundle
from authoring.compiler.build import COMPILED, MODEL
from authoring.compiler.declared import Caution
from authoring.compiler.index import held_out, indexed
from authoring.compiler.labels import labels_of
from authoring.document.load import load_document
from authoring.document.places import Places
from skill.content.digests import ENCODER, INDEX
from skill.content.model import Content
from skill.errors import Problem
from skill.understanding.labels import kind_of
from skill.understanding.words import normalise

_OUTCOMES = {"answer": "answer", "gap": "unknown", "refer": "refer"}
"""What the skill does with a question of each kind."""


def unreached(bundle: Bundle) -> Iterator[Problem]:
    """Listed questions that the skill, asked, takes for something else; then, as cautions, what is hard to find.

    Raises:
        DocumentError: the document is faulty.
        subprocess.CalledProcessError: the skill does not run.
    """
    folders = bundle.folders
    content = load_document(folders.document, folders.language)
    places = Places(folders.document, folders.language)
    listed = list(_listed(content))
    replies = ask(bundle, [question for _, question in listed], folders.properties.locales[0])
    for (name, question), reply in zip(listed, replies, strict=True):
        if not _reaches(name, reply):
            message = (
                f"'{question}' is not reached: heard as {reply.what}; ask it in other words, or add two more questions"
            )
            yield places.problem(name, message, f"- {question}")
    if (bundle.root / COMPILED / INDEX).exists():
        yield from _hard_to_find(content, bundle.root, places)


def _listed(content: Content) -> Iterator[tuple[str, str]]:
    for group in (content.statements, content.gaps, content.referrals):
        for entry in group:
            yield from ((entry.id, question) for question in entry.questions)


def _reaches(name: str, reply: Reply) -> bool:
    kind = kind_of(name)
    return reply.outcome == _OUTCOMES[kind] and (kind != "answer" or name in reply.statements[:1])


def _hard_to_find(content: Content, root: Path, places: Places) -> Iterator[Caution]:
    """What the encoder was not trained on, and whose own questions do not find each other, or find another kind."""
    trained = frozenset(labels_of(root / MODEL / ENCODER) or ())
    written = {
        (one.id, normalise(question)): question
        for group in (content.statements, content.gaps)
        for one in group
        for question in one.questions
    }
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, words, likeness in held_out(root / COMPILED, indexed(content, root / MODEL / ENCODER)):
        if name not in trained:
            found[name].append((written[name, words], max(likeness, key=likeness.__getitem__)))
    for name, asked in found.items():
        missed = [(question, other) for question, other in asked if other != name]
        answered = [
            (question, other) for question, other in missed if (kind_of(name), kind_of(other)) == ("gap", "answer")
        ]
        if 2 * len(missed) > len(asked):
            question, other = missed[0]
            message = (
                f"its questions do not find each other: '{question}' is most like '{other}'; "
                "add two more questions, or join the two"
            )
            yield Caution.of(places.problem(name, message, f"- {question}"))
        elif answered:
            question, other = answered[0]
            message = (
                f"the article is said not to say this, and '{question}' is most like the statement '{other}': "
                "take it out where that answers it, or ask in other words"
            )
            yield Caution.of(places.problem(name, message, f"- {question}"))

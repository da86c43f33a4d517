"""Whether what a document lists is reached: each question is asked, and looked for as if nobody had listed it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

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
from skill.understanding.fitted_unseen import GAPS, WEIGHT
from skill.understanding.labels import kind_of
from skill.understanding.shared_words import stems
from skill.understanding.words import normalise

_OUTCOMES = {"answer": "answer", "gap": "unknown", "refer": "refer"}
"""What the skill does with a question of each kind."""
_ASKED, _NAMED = 6, 3
"""Fewest questions that a statement and a gap should list."""
_MISSED = 3
"""One in so many may be missed without the others."""
_SHORT = 4
"""Words up to this many letters hardly tell what is asked."""
_SHOWN = 4
"""Words that are proposed at most."""


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
    """What to add to what the encoder was not trained on, so that strangers find it too: their words are others."""
    trained = frozenset(labels_of(root / MODEL / ENCODER) or ())
    written = {
        (entry.id, normalise(question)): question
        for group in (content.statements, content.gaps)
        for entry in group
        for question in entry.questions
    }
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    held = held_out(root / COMPILED, indexed(content, root / MODEL / ENCODER))
    # What the document lacks is preferred to what it says, as it is when somebody asks.
    preferred = np.array([GAPS / WEIGHT if kind_of(name) == "gap" else 0.0 for name in held.ids])
    for row in held.listed:
        name, words = held.rows[row]
        if name not in trained:
            asked[name].append((written[name, words], held.ids[int((held.likeness(row) + preferred).argmax())]))
    says = {statement.id: f"{statement.topic} {statement.say}" for statement in content.statements}
    for name, found in asked.items():
        advice = _advice(name, found, says.get(name, ""))
        if advice:
            yield Caution.of(places.problem(name, advice, f"- {found[0][0]}"))


def _advice(name: str, found: Sequence[tuple[str, str]], says: str) -> str:
    """What to add to one statement or gap; empty where it is well asked.

    Args:
        name: its id.
        found: each of its questions, and what that would be taken for had nobody listed it.
        says: what it says; empty for a gap.
    """
    one_gap_for_another = kind_of(name) == "gap"  # it is declined all the same
    missed = [
        (question, other)
        for question, other in found
        if other != name and not (one_gap_for_another and kind_of(other) == "gap")
    ]
    lacking = max((_ASKED if says else _NAMED) - len(found), 0)
    if missed and _MISSED * len(missed) >= len(found):
        question, other = missed[0]
        many = f"{len(missed)} of its {len(found)} questions would be missed had nobody listed them, as '{question}'"
        advice = (
            f"{many}, which is most like '{other}': add two more in the words of each, or join the two"
            if says
            else f"the article is said not to say this, and {many}, which is most like the statement '{other}': "
            "take it out where that answers it, or ask in other words"
        )
    elif lacking:
        advice = f"it lists {len(found)} questions, and strangers use other words: add {lacking} more"
    else:
        return ""
    unused = _unused(says, [question for question, _ in found])
    return f"{advice}; nobody asks with {', '.join(unused)}" if unused else advice


def _unused(says: str, questions: Iterable[str]) -> list[str]:
    """The longest words of what is said that are in no question, in quotation marks."""
    asked = {stem for question in questions for stem in stems(normalise(question))}
    words = dict.fromkeys(normalise(says).split())
    found = [word for word in words if len(word) > _SHORT and asked.isdisjoint(stems(word))]
    return [f"'{word}'" for word in sorted(found, key=len, reverse=True)[:_SHOWN]]

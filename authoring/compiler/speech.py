"""The content model and the prompts to named Jinja2 templates, escaped for SSML once, here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from jinja2 import TemplateSyntaxError

from authoring.compiler.parts import PartsError, compiled, spoken
from authoring.compiler.sources import Sources
from authoring.document.places import Places
from authoring.document.properties import Properties
from skill.content.model import Content, Routine
from skill.errors import DocumentError, Problem

DOCUMENT_TEMPLATES = (
    *(f"statement.*.{part}" for part in ("topic", "say", "brief", "more", "section")),
    *("study.*", "gap.*", "flag.*"),
    *(f"referral.*.{part}" for part in ("topic", "say", "ask")),
    *(f"routine.*.{part}" for part in ("name", "setup", "back", "caution", "not_for", "finish")),
    *(f"step.*.{part}" for part in ("name", "how", "easier", "harder", "feel", "come_out", "credit")),
    *("cue.*.*", "cue.*.*.*", "cue.*.*.gently.*"),
)
"""Names of the templates that documents make, with `*` for an id or a number; all others are prompts."""
_TWO_STUDIES = "source.two_studies"
"""The prompt that names two studies in one breath. It is said when the document is compiled, not later."""
_BRACES = re.compile(r"\{([a-z ]+)\}")


def compiled_templates(
    content: Content, sources: Sources, places: Places, properties: Properties
) -> dict[str, list[Any]]:
    """Template name to its wordings, each as the voice puts it together.

    Raises:
        DocumentError: a prompt is no template, or the documents need words that nothing gives.
    """
    file = sources.files["prompts"]
    made = templates(content, sources, places)
    listed = made.pop(_TWO_STUDIES, [])
    found: dict[str, list[Any]] = {}
    problems = []
    try:
        known = _known(content, properties, listed)
    except (TemplateSyntaxError, PartsError) as error:
        raise DocumentError((file.problem(f"'{_TWO_STUDIES}' is no template: {error}", _TWO_STUDIES),)) from error
    for name, wordings in made.items():
        try:
            found[name] = [compiled(text, known) for text in wordings]
        except (TemplateSyntaxError, PartsError) as error:
            problems.append(file.problem(f"'{name}' is no template: {error}", name))
    if problems:
        raise DocumentError(tuple(problems))
    return found


def _known(content: Content, properties: Properties, listed: Sequence[str]) -> dict[str, str]:
    """What prompts may say of the document.

    Args:
        content: has the studies.
        properties: all else.
        listed: how two studies are named in one breath; more are named one after the other.
    """
    studies = content.studies[0].brief if content.studies else ""
    for study in content.studies[1:]:
        both = compiled("".join(listed[:1]), {"first": studies, "second": study.brief})
        if not isinstance(both, str):
            raise PartsError("values are 'first' and 'second'")
        studies = both
    words = asdict(properties.words)
    words |= {"title": content.title, "invocation_name": properties.invocation_name, "studies": studies}
    return {f"document.{name}": word for name, word in words.items()}


def templates(content: Content, sources: Sources, places: Places) -> dict[str, list[str]]:
    """Template name to its wordings, as Jinja2 templates.

    Args:
        content: the document.
        sources: prompts and locales.
        places: where in the document faults are.

    Raises:
        DocumentError: the documents need words that no locale has.
    """
    problems = [*_unknown_words(content, sources, places)]
    made = {name: [_template(text)] for name, text in _spoken(content)}
    for name, wordings in sources.prompts.items():
        made[name] = [" ".join(text.split()) for text in wordings]
    if problems:
        raise DocumentError(tuple(problems))
    return made


def _unknown_words(content: Content, sources: Sources, places: Places) -> Iterator[Problem]:
    """Braces in the documents that no locale fills, and locales that lack a word."""
    locales = {name: set(entry["words"]) for name, entry in sources.locales.items()}
    known = set.union(*locales.values())
    file = sources.files["locales"]
    for name, words in locales.items():
        for word in sorted(known - words):
            yield file.problem(f"{name} has no word for '{word}'; add it under 'words'", name, "words")
    for name, text in _spoken(content):
        where = name.split(".")[1]
        for word in _BRACES.findall(text):
            if word != "side" and word not in known:
                message = f"'{name}' needs a word for '{{{word}}}'; add it under 'words' in {file.path}"
                yield places.problem(where, message, f"{{{word}}}")
        if set(_BRACES.sub("", text)) & set("{}"):
            yield places.problem(where, f"'{name}' has a brace that cannot be spoken; take it out")


def _template(text: str) -> str:
    """Escape plain words for SSML, and turn `{physical therapist}` into the locale's word."""
    return _BRACES.sub(_variable, spoken(text))


def _variable(match: re.Match[str]) -> str:
    name = match[1].replace(" ", "_")
    return "{{ side }}" if name == "side" else f"{{{{ words.{name} }}}}"


def _spoken(content: Content) -> Iterator[tuple[str, str]]:
    for statement in content.statements:
        yield f"statement.{statement.id}.topic", statement.topic
        yield f"statement.{statement.id}.say", statement.say
        yield f"statement.{statement.id}.brief", statement.brief
        yield f"statement.{statement.id}.more", statement.more
        yield f"statement.{statement.id}.section", statement.section
    for study in content.studies:
        yield f"study.{study.id}", study.spoken
    for gap in content.gaps:
        yield f"gap.{gap.id}", gap.topic
    for referral in content.referrals:
        yield f"referral.{referral.id}.topic", referral.topic
        yield f"referral.{referral.id}.say", referral.say
        yield f"referral.{referral.id}.ask", referral.ask
    for flag in content.red_flags:
        yield f"flag.{flag.id}", flag.sign
    for routine in content.routines:
        yield from _routine(routine)


def _routine(routine: Routine) -> Iterator[tuple[str, str]]:
    yield f"routine.{routine.id}.name", routine.name
    yield f"routine.{routine.id}.setup", routine.setup
    yield f"routine.{routine.id}.back", routine.back
    yield f"routine.{routine.id}.caution", routine.caution
    yield f"routine.{routine.id}.not_for", routine.not_for
    yield f"routine.{routine.id}.finish", routine.finish
    for step in routine.steps:
        yield f"step.{step.id}.name", step.name
        yield f"step.{step.id}.how", step.how
        yield f"step.{step.id}.easier", step.easier
        yield f"step.{step.id}.harder", step.harder
        yield f"step.{step.id}.feel", step.feel
        yield f"step.{step.id}.come_out", step.come_out
        yield f"step.{step.id}.credit", step.credit
        for number, cue in enumerate(step.cues):
            yield f"cue.{step.id}.{number}", cue.text
            for index, text in enumerate(cue.encouragements):
                yield f"cue.{step.id}.{number}.{index}", text
            for index, text in enumerate(cue.gently):
                yield f"cue.{step.id}.{number}.gently.{index}", text

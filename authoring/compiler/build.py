"""Everything that is generated, as path and text; written only when all of it could be made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from authoring.compiler.bindings import check
from authoring.compiler.calls import CallsForHelp
from authoring.compiler.command_module import command_module
from authoring.compiler.declared import Caution, Declared
from authoring.compiler.declared_commands import read_commands
from authoring.compiler.emergency import emergency_module
from authoring.compiler.grammar import expand, moment_phrases, slot_sentences, spoken
from authoring.compiler.handled_commands import unhandled_commands
from authoring.compiler.index import Indexed, indexed
from authoring.compiler.interaction import SampleUtterances, interaction_model
from authoring.compiler.labels import labels_of
from authoring.compiler.listed import listed_questions
from authoring.compiler.prompt_mentions import mentions
from authoring.compiler.safety import read_safety, safety
from authoring.compiler.sources import ANYTHING, Sources, read_sources
from authoring.compiler.speech import compiled_templates
from authoring.compiler.stretch_requests import stretch_requests
from authoring.compiler.wishes import Wishes, read_wishes
from authoring.document.folders import Folders, find_folders
from authoring.document.load import load_document
from authoring.document.places import Places
from authoring.document.properties import FILE
from authoring.document.utterances import read_utterances
from authoring.document.yaml_file import read_yaml
from skill.content.digests import ENCODER, NAME, digests
from skill.content.digests import MODEL as TRAINED
from skill.content.model import Content
from skill.content.store import dump_content
from skill.errors import DocumentError
from skill.guidance.choosing import best_first
from skill.speech.voice import Voices
from skill.understanding.phrase_table import indexed as indexed_phrases
from skill.understanding.referral_roles import ReferralRoles

COMPILED = Path("speech/compiled")
COMMAND = Path("skill/understanding/command.py")
MODEL = Path("speech/model")
EMERGENCY = Path("skill/emergency/compiled.py")
MODELS = Path("interaction_model/interactionModels/custom")
_PROJECT = Path(__file__).parents[2]
_SAYING = ("skill", "authoring/compiler")
"""Folders of the code that says templates."""


@dataclass(frozen=True)
class Compiled:
    """Everything that is generated."""

    files: dict[Path, str]
    """Path relative to the project, and text."""
    questions_left_out: int
    """How many questions had no room in the interaction model."""
    cautions: tuple[Caution, ...]
    """What somebody should see to, though it was compiled."""
    indexed: Indexed
    """What the index is made of, which is written apart."""


def compile_all(root: Path, document: str = "") -> Compiled:
    """Make every generated file of the project in `root`.

    Args:
        root: its folder `speech` has the documents and their language.
        document: the name of one; not needed where there is only one.

    Raises:
        DocumentError: with every fault found; nothing is written.
    """
    return compile_document(root, find_folders(root / "speech", document))


def compile_document(root: Path, folders: Folders) -> Compiled:
    """Make every generated file of a document.

    Args:
        root: its folder `speech` has the trained models; the paths of what is generated begin there.
        folders: the document and its language.

    Raises:
        DocumentError: with every fault found; nothing is written.
    """
    declared = declare(root, folders)
    problems = unhandled_commands(declared.sources.commands)
    if problems:
        raise DocumentError(tuple(problems))
    cautions = check(declared)
    content, sources, templates = declared.content, declared.sources, declared.templates
    calls = CallsForHelp(folders)
    phrases = expand(sources)
    by_phrase = {spoken(phrase): name for name, said in phrases.items() for phrase in said}
    locales = {"locales": sources.locales, "numbers": sources.numbers}
    compiled_files = {
        "content.json": dump_content(_without_questions(content)),
        "templates.json": _json(templates),
        "locales.json": _json(locales),
        "safety.json": _json(_for_referrals(safety(declared.safety), content)),
        "commands.json": _json(_commands(sources, declared.wishes, content, phrases)),
        "stretch_requests.json": _json(stretch_requests(sources, declared.wishes, content)),
        "phrase_table.json": _json(indexed_phrases(by_phrase)),
        "phrases.json": _json(_plainest(by_phrase)),
        "questions.json": _json(listed_questions(content, declared.places, by_phrase)),
    }
    files = {COMMAND: command_module(sources.commands)}
    files |= {COMPILED / name: text for name, text in compiled_files.items()}
    files[COMPILED / NAME] = digests(compiled_files)
    files[EMERGENCY] = emergency_module(calls, content, Voices(templates, locales))
    said = SampleUtterances.of(folders.properties.invocation_name, declared, phrases, calls.samples())
    model = interaction_model(said)
    for locale in folders.properties.locales:
        files[MODELS / f"{locale}.json"] = model.text
    return Compiled(files, model.left_out, cautions, indexed(content, root / MODEL / ENCODER))


def _plainest(by_phrase: Mapping[str, str]) -> dict[str, str]:
    """The first phrase of each command, for whoever tries them all out: the skill does without."""
    plain: dict[str, str] = {}
    for phrase, name in by_phrase.items():
        plain.setdefault(name, phrase)
    return {phrase: name for name, phrase in plain.items()}


def declare(root: Path, folders: Folders) -> Declared:
    """Read all that is declared, and nothing that is made of it but the templates.

    Args:
        root: its folder `speech` has the trained models.
        folders: the document and its language.

    Raises:
        DocumentError: something of it cannot be read.
    """
    sources, places = read_sources(folders), Places(folders.document, folders.language)
    content = _with_slot_values(load_document(folders.document, folders.language), sources, places)
    return Declared(
        content=content,
        places=places,
        own=folders.own,
        properties=read_yaml(folders.document / FILE),
        sources=sources,
        wishes=read_wishes(folders),
        safety=read_safety(folders.language),
        templates=compiled_templates(content, sources, places, folders.properties),
        mentions=mentions(_PROJECT, _SAYING),
        utterances=read_utterances(folders.utterances),
        utterances_folder=folders.utterances,
        models={path: labels_of(path) for path in (root / MODEL / name for name in TRAINED)},
    )


def compile_commands(folders: Folders) -> dict[Path, str]:
    """Make the one generated file that has to be there before the others are made: handlers name its members.

    Raises:
        DocumentError: a command of `commands.yaml` lacks something.
    """
    return {COMMAND: command_module(read_commands(folders.language))}


def stale(root: Path, files: dict[Path, str]) -> list[Path]:
    """Which files differ from those on disk."""
    return [path for path, text in files.items() if _read(root / path) != text]


def write(root: Path, files: dict[Path, str]) -> None:
    """Write the files that are not there yet, or differ; each whole or not at all."""
    for path in stale(root, files):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(".new")
        half.write_text(files[path], encoding="utf-8")
        half.replace(target)


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _for_referrals(words: dict[str, Any], content: Content) -> dict[str, Any]:
    """The safety words without decisions that the document does not know. Red flags stay: they are flags anywhere."""
    known = {referral.id for referral in content.referrals}
    return words | {"referrals": [referral for referral in words["referrals"] if referral["id"] in known]}


def _without_questions(content: Content) -> Content:
    """What the skill needs at run time; the questions have gone into the interaction model."""
    return replace(
        content,
        statements=tuple(replace(statement, questions=()) for statement in content.statements),
        gaps=tuple(replace(gap, questions=()) for gap in content.gaps),
        referrals=tuple(replace(referral, questions=()) for referral in content.referrals),
    )


def _with_slot_values(content: Content, sources: Sources, places: Places) -> Content:
    """Parts of the body as the slot names them, so that a wish can be compared with a routine; the best routines first.

    Raises:
        DocumentError: a routine is for a part of the body that the slot does not know.
    """
    values = sources.slots.get("body_part", {})
    index = {word: value for value, others in values.items() for word in (value, *others)}
    problems = [
        places.problem(
            routine.id, f"'Body' names '{part}'; add it to body_part in {sources.files['slots'].path}", "- Body:"
        )
        for routine in content.routines
        for part in routine.body
        if part not in index
    ]
    if problems:
        raise DocumentError(tuple(problems))
    routines = tuple(
        replace(routine, body=tuple(dict.fromkeys(index[part] for part in routine.body)))
        for routine in content.routines
    )
    return replace(content, routines=tuple(best_first(routines, sources.nearest.get(ANYTHING, ()))))


def _commands(
    sources: Sources, wishes: Wishes, content: Content, phrases: Mapping[str, tuple[str, ...]]
) -> dict[str, object]:
    return {
        "intents": {
            intent: command.name
            for command in sources.commands
            for intent in (command.builtin, command.intent)
            if intent
        },
        "complaints": {command.name: command.complaint for command in sources.commands if command.complaint},
        "sentences": slot_sentences(sources, phrases),
        "moments": moment_phrases(sources),
        "referrals": ReferralRoles.of(content.referrals).dump(),
        "fillers": sources.fillers,
        "question words": sources.question_words,
        "subjects": sources.subjects,
        "supposing words": sources.supposing_words,
        "postponing words": sources.postponing_words,
        "nearest": sources.nearest,
        "lengths": wishes.lengths,
        "purposes": {name: purpose.dump() for name, purpose in wishes.purposes.items()},
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"

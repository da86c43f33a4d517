"""Everything that is generated, as path and text; written only when all of it could be made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from authoring.compiler.calls import CallsForHelp
from authoring.compiler.command_module import command_module
from authoring.compiler.declared_commands import read_commands
from authoring.compiler.emergency import emergency_module
from authoring.compiler.grammar import expand, slot_sentences, spoken
from authoring.compiler.handled_commands import unhandled_commands
from authoring.compiler.interaction import Said, interaction_model
from authoring.compiler.safety import safety
from authoring.compiler.sources import Sources, read_sources
from authoring.compiler.speech import compiled_templates
from authoring.document.folders import find_folders
from authoring.document.load import load_document
from authoring.document.places import Places
from authoring.document.utterances import Split, read_utterances, texts_by_label
from skill.content.digests import NAME, digests
from skill.content.model import Content
from skill.content.store import dump_content
from skill.errors import DocumentError
from skill.speech.voice import Voices
from skill.understanding.referral_roles import ReferralRoles
from skill.understanding.words import normalise

COMPILED = Path("speech/compiled")
COMMAND = Path("skill/understanding/command.py")
EMERGENCY = Path("skill/emergency/compiled.py")
MODELS = Path("interaction_model/interactionModels/custom")


@dataclass(frozen=True)
class Compiled:
    """Everything that is generated."""

    files: dict[Path, str]
    """Path relative to the project, and text."""
    questions_left_out: int
    """How many questions had no room in the interaction model."""


def compile_all(root: Path, document: str = "") -> Compiled:
    """Make every generated file of the project in `root`.

    Args:
        root: its folder `speech` has the documents and their language.
        document: the name of one; not needed where there is only one.

    Raises:
        DocumentError: with every fault found; nothing is written.
    """
    folders = find_folders(root / "speech", document)
    properties = folders.properties
    sources = read_sources(folders)
    problems = unhandled_commands(sources.commands)
    if problems:
        raise DocumentError(tuple(problems))
    places = Places(folders.document)
    content = _with_slot_values(load_document(folders.document), sources, places)
    calls = CallsForHelp(folders)
    phrases = expand(sources)
    spoken_templates = compiled_templates(content, sources, places, properties)
    locales = {"locales": sources.locales, "numbers": sources.numbers}
    compiled_files = {
        "content.json": dump_content(_without_questions(content)),
        "templates.json": _json(spoken_templates),
        "locales.json": _json(locales),
        "safety.json": _json(safety(folders.language)),
        "commands.json": _json(_commands(sources, content, phrases)),
        "phrases.json": _json({spoken(one): name for name, said in phrases.items() for one in said}),
        "questions.json": _json(_questions(content)),
    }
    files = {COMMAND: command_module(sources.commands)}
    files |= {COMPILED / name: text for name, text in compiled_files.items()}
    files[COMPILED / NAME] = digests(compiled_files)
    files[EMERGENCY] = emergency_module(calls, content, Voices(spoken_templates, locales))
    questions = texts_by_label(read_utterances(folders.utterances)[Split.TRAIN])
    said = Said(phrases, questions, calls.samples())
    model = interaction_model(properties.invocation_name, content, sources, said)
    for locale in properties.locales:
        files[MODELS / f"{locale}.json"] = model.text
    return Compiled(files, model.left_out)


def compile_commands(root: Path, document: str = "") -> dict[Path, str]:
    """Make the one generated file that has to be there before the others are made: handlers name its members.

    Raises:
        DocumentError: a command of `commands.yaml` lacks something.
    """
    return {COMMAND: command_module(read_commands(find_folders(root / "speech", document).language))}


def stale(root: Path, files: dict[Path, str]) -> list[Path]:
    """Which files differ from those on disk."""
    return [path for path, text in files.items() if _read(root / path) != text]


def write(root: Path, files: dict[Path, str]) -> None:
    """Write the files, each whole or not at all."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(".new")
        half.write_text(text, encoding="utf-8")
        half.replace(target)


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _without_questions(content: Content) -> Content:
    """What the skill needs at run time; the questions have gone into the interaction model."""
    return replace(
        content,
        statements=tuple(replace(one, questions=()) for one in content.statements),
        gaps=tuple(replace(one, questions=()) for one in content.gaps),
        referrals=tuple(replace(one, questions=()) for one in content.referrals),
    )


def _with_slot_values(content: Content, sources: Sources, places: Places) -> Content:
    """Parts of the body as the slot names them, so that a wish can be compared with a routine.

    Raises:
        DocumentError: a routine is for a part of the body that the slot does not know.
    """
    values = sources.slots["body_part"]
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
    return replace(content, routines=routines)


def _questions(content: Content) -> dict[str, str]:
    """Every listed question, normalised, to the id that lists it."""
    groups = (content.statements, content.gaps, content.referrals)
    return {normalise(text): entry.id for group in groups for entry in group for text in entry.questions}


def _commands(sources: Sources, content: Content, phrases: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    return {
        "intents": {intent: one.name for one in sources.commands for intent in (one.builtin, one.intent) if intent},
        "complaints": {one.name: one.complaint for one in sources.commands if one.complaint},
        "sentences": slot_sentences(sources, phrases),
        "referrals": ReferralRoles.of(content.referrals).dump(),
        "fillers": sources.fillers,
        "wishes": sources.wishes,
        "asks": sources.asks,
        "refusals": sources.refusals,
        "only": sources.only,
        "between": sources.between,
        "nearest": sources.nearest,
        "durations": {words: minutes for minutes, others in sources.durations.items() for words in others},
        "slots": {
            **sources.slots,
            "stretch": {one.id: [one.name, one.name.removeprefix("the "), *one.questions] for one in content.routines},
        },
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"

"""Everything that is generated, as path and text; written only when all of it could be made."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from authoring.compiler.command_module import command_module
from authoring.compiler.declared_commands import read_commands
from authoring.compiler.emergency import call_samples, emergency_module
from authoring.compiler.grammar import expand, spoken
from authoring.compiler.handled_commands import unhandled_commands
from authoring.compiler.interaction import LOCALES, interaction_model
from authoring.compiler.parts import compiled
from authoring.compiler.safety import safety
from authoring.compiler.sources import Sources, read_sources
from authoring.compiler.speech import templates
from authoring.document.load import load_document
from authoring.document.utterances import read_utterances
from skill.content.digests import NAME, digests
from skill.content.model import Content
from skill.content.store import dump_content
from skill.errors import DocumentError, Problem
from skill.speech.voice import Voices
from skill.understanding.referral_roles import ReferralRoles

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


def compile_commands(root: Path) -> dict[Path, str]:
    """Make the one generated file that has to be there before the others are made: handlers name its members.

    Raises:
        DocumentError: a command of `commands.yaml` lacks something.
    """
    return {COMMAND: command_module(read_commands(root / "speech"))}


def compile_all(root: Path) -> Compiled:
    """Make every generated file of the project in `root`.

    Raises:
        DocumentError: with every fault found; nothing is written.
    """
    folder = root / "speech"
    sources = read_sources(folder)
    problems = unhandled_commands(sources.commands)
    if problems:
        raise DocumentError(tuple(problems))
    content = _with_slot_values(load_document(folder), sources)
    phrases = expand(sources)
    spoken_templates = _compiled_templates(content, sources)
    locales = {"locales": sources.locales, "numbers": sources.numbers}
    compiled_files = {
        "content.json": dump_content(_without_questions(content)),
        "templates.json": _json(spoken_templates),
        "locales.json": _json(locales),
        "safety.json": _json(safety(folder)),
        "commands.json": _json(_commands(sources, content)),
        "phrases.json": _json({spoken(phrase): name for name, said in phrases.items() for phrase in said}),
    }
    files = compile_commands(root)
    files |= {COMPILED / name: text for name, text in compiled_files.items()}
    files[COMPILED / NAME] = digests(compiled_files)
    files[EMERGENCY] = emergency_module(folder, content, Voices(spoken_templates, locales))
    utterances = read_utterances(folder / "utterances")
    model = interaction_model(content, sources, phrases, utterances, call_samples(folder))
    for locale in LOCALES:
        files[MODELS / f"{locale}.json"] = model.text
    return Compiled(files, model.left_out)


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


def _compiled_templates(content: Content, sources: Sources) -> dict[str, list[Any]]:
    return {name: [compiled(text) for text in texts] for name, texts in templates(content, sources).items()}


def _without_questions(content: Content) -> Content:
    """What the skill needs at run time; the questions have gone into the interaction model."""
    return replace(
        content,
        statements=tuple(replace(statement, questions=()) for statement in content.statements),
        gaps=tuple(replace(gap, questions=()) for gap in content.gaps),
        referrals=tuple(replace(referral, questions=()) for referral in content.referrals),
    )


def _with_slot_values(content: Content, sources: Sources) -> Content:
    """Parts of the body as the slot names them, so that a wish can be compared with a routine.

    Raises:
        DocumentError: a routine is for a part of the body that the slot does not know.
    """
    values = sources.slots["body_part"]
    index = {word: value for value, others in values.items() for word in (value, *others)}
    problems = [
        Problem(
            Path(f"speech/stretches/{routine.id}.md"),
            0,
            f"'Body' names '{part}'; add it to body_part in speech/slots.yaml",
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


def _commands(sources: Sources, content: Content) -> dict[str, object]:
    return {
        "intents": {
            intent: command.name
            for command in sources.commands
            for intent in (command.builtin, command.intent)
            if intent
        },
        "complaints": {command.name: command.complaint for command in sources.commands if command.complaint},
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
            "stretch": {
                routine.id: [routine.name, routine.name.removeprefix("the "), *routine.questions]
                for routine in content.routines
            },
        },
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"

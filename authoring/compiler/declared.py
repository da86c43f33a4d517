"""All that a document, its language, the code and the trained models declare, side by side."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authoring.compiler.prompt_mentions import Mention
from authoring.compiler.sources import Sources
from authoring.compiler.wishes import Wishes
from authoring.document.places import Places
from authoring.document.utterances import Split, Utterance
from authoring.document.yaml_file import YamlFile
from skill.content.model import Content
from skill.errors import Problem


class Caution(Problem):
    """A fault that keeps nothing from being compiled, and that somebody should see to."""

    @classmethod
    def of(cls, problem: Problem) -> "Caution":
        """The same, as a caution."""
        return cls(problem.path, problem.line, problem.message)


@dataclass(frozen=True)
class Declared:
    """What is held against each other."""

    content: Content
    """What the document says."""
    places: Places
    """Where in the document it says it."""
    own: bool
    """Whether the utterances and the models are about this document."""
    properties: YamlFile
    """`document.yaml`."""
    sources: Sources
    """Prompts, commands and slots of its language, and what is near what."""
    wishes: Wishes
    """What its routines are asked for as in free words."""
    safety: YamlFile
    """`safety-words.yaml`."""
    templates: Mapping[str, Sequence[Any]]
    """Every template by its name, in parts."""
    mentions: Collection[Mention]
    """Texts in the code that name templates, or may."""
    utterances: Mapping[Split, Sequence[Utterance]]
    """Labelled utterances."""
    utterances_folder: Path
    """Where they lie."""
    models: Mapping[Path, tuple[str, ...] | None]
    """The labels of each trained model by its file; None for one that is missing."""

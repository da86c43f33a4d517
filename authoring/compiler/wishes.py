"""What routines are asked for as besides their names, in free words alone: `wishes.yaml` of a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from authoring.compiler.grammar import sampled
from authoring.document.folders import Folders
from authoring.document.yaml_file import YamlFile, read_yaml
from skill.understanding.purpose import Purpose

NAME = "wishes.yaml"


@dataclass(frozen=True)
class Wishes:
    """Words for routines that need no room in the interaction model."""

    file: YamlFile | None = None
    """Where they stand; None where the document has none."""
    routines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Routine to what people say who mean it."""
    lacked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """An exercise that there is not, with its article, to what people call it."""
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    """What a routine is wanted for, as it is said back, to the routines for it."""
    purpose_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The same, to what people say who mean it."""
    lengths: tuple[tuple[str, ...], ...] = ()
    """Routines that are the same but for their length."""


def read_wishes(folders: Folders) -> Wishes:
    """Read the document's; none where it has no such file.

    Raises:
        DocumentError: the file is no YAML, or a template in it cannot be parsed.
    """
    path = folders.document / NAME
    if not path.exists():
        return Wishes()
    file = read_yaml(path)
    content = file.content or {}

    def words(kind: str) -> dict[str, tuple[str, ...]]:
        said = content.get(kind) or {}
        return {name: sampled(file, {}, templates, kind, name) for name, templates in said.items()}

    purposes = content.get("purposes") or {}
    return Wishes(
        file,
        words("routines"),
        words("lacked"),
        {name: Purpose.load(purpose) for name, purpose in purposes.items()},
        {
            name: sampled(file, {}, purpose.get("said", ()), "purposes", name, "said")
            for name, purpose in purposes.items()
        },
        tuple(tuple(same) for same in content.get("lengths") or ()),
    )

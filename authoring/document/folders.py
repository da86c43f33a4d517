"""Which folders a document is made of: its own, its language's, and the labelled utterances."""

from dataclasses import dataclass
from pathlib import Path

from authoring.document.properties import FILE, Properties, read_properties
from authoring.document.yaml_file import read_yaml
from skill.errors import DocumentError, Problem


@dataclass(frozen=True)
class Folders:
    """Where everything is that a document is compiled from."""

    document: Path
    """What it says: `document.yaml`, `article.md` and what else belongs to it alone."""
    language: Path
    """What is said and heard in its language, whatever the document: prompts, commands, safety words."""
    utterances: Path
    """Labelled utterances, in a folder for each thing that they are used for."""
    properties: Properties
    """What `document.yaml` says."""

    @property
    def own(self) -> bool:
        """Whether it is the project's own, beside its language: that the utterances and the models are about."""
        return self.document.resolve().parent == self.language.resolve().parent


def find_folders(speech: Path, name: str = "") -> Folders:
    """The folders of the document called `name` in the folder `speech`; no name is needed where there is only one.

    Raises:
        DocumentError: there is no such document, there are several to choose from, or its language is missing.
    """
    documents = {path.parent.name: path.parent for path in sorted(speech.glob(f"*/{FILE}"))}
    listed = ", ".join(documents) or "none"
    if name and name not in documents:
        raise DocumentError((Problem(speech / name / FILE, 0, f"is missing; documents here: {listed}"),))
    if not name and len(documents) != 1:
        message = f"holds {len(documents)} documents ({listed}); name one with --document"
        if not documents:
            message = f"holds no document; put a folder with a {FILE} there"
        raise DocumentError((Problem(speech, 0, message),))
    return folders_of(documents[name] if name else next(iter(documents.values())), speech)


def folders_of(document: Path, speech: Path) -> Folders:
    """The folders of the document in the folder `document`, wherever that is; its language is one of those in `speech`.

    Raises:
        DocumentError: there is no document, or its language is missing.
    """
    properties = read_properties(document)
    language = speech / properties.language
    if not language.is_dir():
        message = f"'language' is '{properties.language}', and there is no folder {language}; name one that there is"
        raise DocumentError((read_yaml(document / FILE).problem(message, "language"),))
    return Folders(document, language, speech / "utterances", properties)

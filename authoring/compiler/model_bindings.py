"""What the trained models hear, against what the document says: all cautions, for a model is trained later."""

from collections.abc import Iterator

from authoring.compiler.declared import Caution, Declared
from skill.errors import Problem
from skill.understanding.labels import OFF_TOPIC

_TRAIN = "run 'make train'"
_BY_WORDS = ("refer-", "urgent-")
"""How ids begin of what the index does not decide."""
_COMMAND = "cmd "
"""Begins the label of a command's phrases."""


def models_are_there(declared: Declared) -> Iterator[Caution]:
    """Without a model, what somebody says is understood by listed words alone."""
    for path, labels in declared.models.items():
        if labels is None:
            yield Caution(path, 0, f"is missing, or is no model: less is understood without it; {_TRAIN}")


def models_know_the_document(declared: Declared) -> Iterator[Caution]:
    """What a model was not trained on is heard by its own words, and by what the index finds to be like them."""
    if not declared.own:  # no model is meant to
        return
    content, trained = declared.content, [labels for labels in declared.models.values() if labels is not None]
    own_words = dict.fromkeys((statement.id for statement in content.statements), "listed questions")
    own_words |= dict.fromkeys((gap.id for gap in content.gaps), "listed questions")
    own_words |= dict.fromkeys((referral.id for referral in content.referrals), "listed questions")
    own_words |= dict.fromkeys((red_flag.id for red_flag in content.red_flags), "phrases")
    for name, what in own_words.items():
        if any(name not in labels for labels in trained):
            like = " and what the index finds to be like them" if not name.startswith(_BY_WORDS) else ", word for word"
            message = f"the model does not know '{name}' yet: only its {what} are heard{like}; {_TRAIN}"
            yield Caution.of(declared.places.problem(name, message))


def ids_are_free(declared: Declared) -> Iterator[Problem]:
    """What a model was trained on in another document is not what bears the same id in this one."""
    if declared.own:
        return
    trained = {label for labels in declared.models.values() for label in labels or ()}
    for name in (
        *(statement.id for statement in declared.content.statements),
        *(gap.id for gap in declared.content.gaps),
    ):
        if name in trained:
            message = f"the id '{name}' is one of the document that the encoder was trained on; take another"
            yield declared.places.problem(name, message)


def models_know_the_commands(declared: Declared) -> Iterator[Caution]:
    """Some commands are only ever said as they are written; one that no model knows is likely to be new."""
    if not declared.own:
        return
    trained = [labels for labels in declared.models.values() if labels is not None]
    commands = _commands(declared)
    known = {commands.get(label, label) for labels in trained for label in labels}
    for command in declared.sources.commands:
        if trained and _COMMAND + command.name not in known:
            message = f"no model knows the command '{command.name}' yet: it is heard word for word alone; {_TRAIN}"
            yield Caution.of(declared.sources.files["commands"].problem(message, "commands", command.name))


def the_document_knows_the_models(declared: Declared) -> Iterator[Caution]:
    """What a model was trained on may be gone since."""
    if not declared.own:
        return
    known, commands = _known(declared), _commands(declared)
    for path, labels in declared.models.items():
        for label in labels or ():
            if not label.startswith("alike ") and commands.get(label, label) not in known:
                message = f"hears '{label}', which is no longer there: what it hears is taken for unknown; {_TRAIN}"
                yield Caution(path, 0, message)


def the_document_knows_the_utterances(declared: Declared) -> Iterator[Caution]:
    """The same of the labelled utterances, from which the next model would learn it again."""
    if not declared.own:
        return
    known, commands = _known(declared), _commands(declared)
    for split, utterances in declared.utterances.items():
        writer, line = "", 0
        for utterance in utterances:
            writer, line = utterance.writer, line + 1 if utterance.writer == writer else 1
            label = commands.get(utterance.label, utterance.label)
            if label not in known:
                known.add(label)  # told once is enough
                path = declared.utterances_folder / split / f"{writer}.tsv"
                message = (
                    f"'{utterance.label}' is no longer there; take out what is labelled so, here and in other files"
                )
                yield Caution(path, line, message)


def _known(declared: Declared) -> set[str]:
    """Every label there is a use for; a command's by its name."""
    content = declared.content
    return {
        OFF_TOPIC,
        *(statement.id for statement in content.statements),
        *(gap.id for gap in content.gaps),
        *(referral.id for referral in content.referrals),
        *(red_flag.id for red_flag in content.red_flags),
        *(_COMMAND + command.name for command in declared.sources.commands),
    }


def _commands(declared: Declared) -> dict[str, str]:
    """Labels of commands by name, whether an utterance stands for one or a phrase, which one model keeps apart."""
    return {label: _COMMAND + command.name for command in declared.sources.commands for label in command.labels}

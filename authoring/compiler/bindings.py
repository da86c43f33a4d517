"""What is declared is bound: each name that one part uses another part has, and each that one has another uses.

A check is a function from all that is declared to its faults. A fault keeps everything from being written; a caution is
only told.
"""

from collections.abc import Callable, Iterator

from authoring.compiler import model_bindings, prompt_bindings, word_bindings
from authoring.compiler.declared import Caution, Declared
from skill.errors import DocumentError, Problem

CHECKS: tuple[Callable[[Declared], Iterator[Problem]], ...] = (
    model_bindings.models_are_there,
    model_bindings.models_know_the_document,
    model_bindings.ids_are_free,
    model_bindings.models_know_the_commands,
    model_bindings.the_document_knows_the_models,
    model_bindings.the_document_knows_the_utterances,
    prompt_bindings.what_is_said_is_there,
    prompt_bindings.prompts_are_said,
    prompt_bindings.values_are_given,
    word_bindings.slots_are_there,
    word_bindings.nearest_are_there,
    word_bindings.wished_are_there,
    word_bindings.asides_are_answered,
    word_bindings.equipment_is_there,
    word_bindings.locales_are_there,
    word_bindings.safety_words_are_there,
)


def check(declared: Declared) -> tuple[Caution, ...]:
    """Run every check. Returns what somebody should see to.

    Raises:
        DocumentError: with every fault that is more than a caution.
    """
    found = [problem for check in CHECKS for problem in check(declared)]
    cautions = tuple(problem for problem in found if isinstance(problem, Caution))
    faults = tuple(problem for problem in found if not isinstance(problem, Caution))
    if faults:
        raise DocumentError(faults)
    return cautions

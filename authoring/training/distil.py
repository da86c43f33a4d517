"""A smaller encoder learns how larger ones judge: half the layers, half the time a turn.

Method: Hinton and others 2015 ("Distilling the Knowledge in a Neural Network"), the layers begun as in Sanh and others
2019 (DistilBERT): copied from the teacher, evenly spaced.
"""

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from transformers import AutoTokenizer

from authoring.document.utterances import Utterance
from authoring.training.batches import SIZE, Batches
from authoring.training.finetune import PRETRAINED, SEED, sentence_vectors
from authoring.training.noise import joined, one_word_lost, scrap, swapped, vocabulary
from authoring.training.teaching import Classifier, Course, teach
from skill.understanding.words import normalise

LAYERS = (0, 2, 5)
"""The teacher's layers that the student begins with."""
PASSES = 3
_MIXED = 3
"""How often an utterance is joined with part of another."""
_SCRAP_SHARE = 0.5
"""Share of the texts with swapped words that are made of a scrap of an utterance; the others are made of the whole."""
_SCRAP_WORDS = 4
"""Most words of a scrap."""
_RATE = 2e-4
_HEAD_RATE = 5e-4
_SOFTNESS = 2.0
"""Temperature of the scores that are compared; above one, the less likely labels count too."""


@dataclass(frozen=True)
class _Lesson:
    """One text, and how the teachers judge it."""

    text: str
    """Normalised already."""
    scores: torch.Tensor
    """The teachers' mean score of each label."""


def distil(teachers: Sequence[Classifier], utterances: Sequence[Utterance], passes: int = PASSES) -> Classifier:
    """A student of the `teachers`, which share their labels.

    It sees each utterance as it is, without a word, several times with part of another one, and once with words that
    have nothing to do with it, which nobody has labelled: what the teachers think of the odd and the mixed is most of
    what it can learn beyond the labels.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    tokenizer = AutoTokenizer.from_pretrained(PRETRAINED)
    lessons = _judged(teachers, tokenizer, _texts([normalise(one.text) for one in utterances], chance))
    encoder = _begun_from(teachers[0].encoder)
    head = copy.deepcopy(teachers[0].head)

    def loss(batch: list[_Lesson]) -> torch.Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            scores = head(sentence_vectors(encoder, tokenizer, [one.text for one in batch]))
        return _difference(scores.float(), torch.stack([one.scores for one in batch]))

    pupil = Classifier(encoder, head, teachers[0].labels)
    teach(pupil, Batches(lessons, lambda one: len(one.text), chance), loss, Course("pass", passes, _RATE, _HEAD_RATE))
    return pupil


def _texts(texts: Sequence[str], chance: random.Random) -> list[str]:
    shorter = [one_word_lost(text, chance) for text in texts]
    mixed = [joined(text, chance.choice(texts), chance) for _ in range(_MIXED) for text in texts]
    words = vocabulary(texts)
    strange = [_strange(text, words, chance) for text in texts]
    return [*texts, *shorter, *mixed, *strange]


def _strange(text: str, words: Sequence[str], chance: random.Random) -> str:
    """`text`, or a scrap of it, with any share of its words swapped for others."""
    kept = scrap(text, _SCRAP_WORDS, chance) if chance.random() < _SCRAP_SHARE else text
    return swapped(kept, words, 0, chance)


def _judged(teachers: Sequence[Classifier], tokenizer: object, texts: Sequence[str]) -> list[_Lesson]:
    lessons: list[_Lesson] = []
    ordered = sorted(set(texts), key=lambda text: (len(text), text))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(ordered), 2 * SIZE):
            batch = ordered[start : start + 2 * SIZE]
            each = [one.head(sentence_vectors(one.encoder, tokenizer, batch)).float() for one in teachers]
            lessons += [_Lesson(text, row.clone()) for text, row in zip(batch, torch.stack(each).mean(0), strict=True)]
            if start // SIZE % 50 == 0:
                print(f"\rteachers judge: {start / len(ordered):.0%}", end="", flush=True)
    print("\rteachers judge: done", flush=True)
    return lessons


def _begun_from(teacher: nn.Module) -> nn.Module:
    student = copy.deepcopy(teacher)
    stack = student.encoder
    stack.layer = nn.ModuleList([stack.layer[number] for number in LAYERS])
    student.config.num_hidden_layers = len(LAYERS)
    return student


def _difference(scores: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Kullback-Leibler, softened; the square keeps the gradients' size."""
    own = nn.functional.log_softmax(scores / _SOFTNESS, dim=-1)
    theirs = nn.functional.softmax(target / _SOFTNESS, dim=-1)
    return nn.functional.kl_div(own, theirs, reduction="batchmean") * _SOFTNESS**2

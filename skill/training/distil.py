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

from skill.document.utterances import Utterance
from skill.training.batches import batches
from skill.training.finetune import PRETRAINED, SEED, Trained, one_word_lost, sentence_vectors, slope
from skill.understanding.words import normalise

LAYERS = (0, 2, 5)
"""The teacher's layers that the student begins with."""
PASSES = 4
_BATCH = 32
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


def distil(teachers: Sequence[Trained], utterances: Sequence[Utterance], passes: int = PASSES) -> Trained:
    """A student of the `teachers`, which share their labels.

    It sees each utterance three times a pass: as it is, without a word, and with part of another one, which nobody has
    labelled: what the teachers think of the odd and the mixed is most of what it can learn beyond the labels.
    """
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    tokenizer = AutoTokenizer.from_pretrained(PRETRAINED)
    lessons = _judged(teachers, tokenizer, _texts([normalise(one.text) for one in utterances], chance))
    encoder = _begun_from(teachers[0].encoder)
    head = copy.deepcopy(teachers[0].head)
    trained = [one for one in encoder.parameters() if one.requires_grad]
    groups = [{"params": trained, "lr": _RATE}, {"params": head.parameters(), "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = passes * -(-len(lessons) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: slope(step, steps))
    encoder.train()
    for number in range(passes):
        total = 0.0
        for at, batch in enumerate(batches(lessons, lambda one: len(one.text), _BATCH, chance)):
            with torch.autocast("cpu", torch.bfloat16):
                scores = head(sentence_vectors(encoder, tokenizer, [one.text for one in batch]))
            target = torch.stack([one.scores for one in batch])
            loss = _difference(scores.float(), target)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
            if at % 50 == 0:
                share = at * _BATCH / len(lessons)
                print(f"\rstudent, pass {number + 1} of {passes}: {share:.0%}", end="", flush=True)
        print(f"\rstudent, pass {number + 1} of {passes}: loss {total / len(lessons):.3f}", flush=True)
    encoder.eval()
    return Trained(encoder, head, teachers[0].labels)


def _texts(texts: Sequence[str], chance: random.Random) -> list[str]:
    shorter = [one_word_lost(text, chance) for text in texts]
    mixed = [_joined(text, chance.choice(texts), chance) for text in texts]
    return [*texts, *shorter, *mixed]


def _joined(first: str, second: str, chance: random.Random) -> str:
    """The beginning of one and the end of the other."""
    words, others = first.split(), second.split()
    return " ".join(words[: chance.randint(1, len(words))] + others[chance.randrange(len(others)) :])


def _judged(teachers: Sequence[Trained], tokenizer: object, texts: Sequence[str]) -> list[_Lesson]:
    lessons: list[_Lesson] = []
    ordered = sorted(set(texts), key=lambda text: (len(text), text))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(ordered), 2 * _BATCH):
            batch = ordered[start : start + 2 * _BATCH]
            each = [one.head(sentence_vectors(one.encoder, tokenizer, batch)).float() for one in teachers]
            lessons += [_Lesson(text, row.clone()) for text, row in zip(batch, torch.stack(each).mean(0), strict=True)]
            if start // _BATCH % 50 == 0:
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

"""Fine-tunes MiniLM: one linear head over all labels, and vectors that lie near the document's own questions."""

import random
from collections import defaultdict
from collections.abc import Sequence

import torch
from torch import nn

from authoring.training.batches import Batches
from authoring.training.examples import Example
from authoring.training.noise import one_word_lost, swapped, vocabulary
from authoring.training.reader import Reader, begin
from authoring.training.teaching import Classifier, Course, teach
from skill.understanding.moment import Moment

SEED = 20261122
EPOCHS = 3
_RATE = 1.2e-4
_HEAD_RATE = 2e-3
_SMOOTHING = 0.02
"""Share of the loss that wants every label a little likely: it keeps the scores from running away."""
_SWAPPED = 0.3
"""Share of the strange texts whose words are swapped for any others: there is no end to what people say."""
_LEAST_SWAPPED = 0.3
"""Least share of their words, so that nothing of our subject is left by chance."""
_OTHERS = 0.4
"""Share of the others that an epoch draws."""
_PAIRS = 16
"""Pairs of a text and a question of the document that a step draws together."""
_PAIRS_EVERY = 10
"""Every how manieth step does so."""
_WARMTH = 0.05
"""Temperature of the likenesses that are compared (van den Oord and others 2018, InfoNCE)."""


def finetune(
    examples: Sequence[Example],
    others: Sequence[Example],
    questions: Sequence[tuple[str, str]],
    epochs: int = EPOCHS,
    seed: int = SEED,
) -> Classifier:
    """Train; the same examples and seed give the same model on the same kind of machine.

    Args:
        examples: what is learnt from in each epoch.
        others: what is learnt from by shares.
        questions: label and text of what the document lists, for the likenesses.
        epochs: how often.
        seed: decides the order and the noise.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    everything = [*examples, *others]
    labels = tuple(sorted({label for one in everything for _, some in one.target for label in some}))
    index = {label: number for number, label in enumerate(labels)}
    reader = begin()
    head = nn.Linear(reader.encoder.config.hidden_size, len(labels))
    words = vocabulary(one.text for one in everything)
    listed: dict[str, list[str]] = defaultdict(list)
    for label, text in questions:
        listed[label].append(text)
    paired = [
        (one, label)
        for one in everything
        if len(one.target) == 1 and len(one.target[0][1]) == 1
        for label in one.target[0][1]
        if label in listed
    ]
    steps = 0

    def loss(batch: list[Example]) -> torch.Tensor:
        nonlocal steps
        steps += 1
        texts = [_heard(one, words, chance) for one in batch]
        vectors = reader.vectors(texts, [one.moment for one in batch])
        scores = torch.log_softmax(head(nn.functional.dropout(vectors, 0.1)), dim=-1)
        wrong = -torch.stack([_likely(row, one, index) for row, one in zip(scores, batch, strict=True)]).mean()
        wrong = (1 - _SMOOTHING) * wrong - _SMOOTHING * scores.mean()
        if paired and steps % _PAIRS_EVERY == 0:
            wrong = wrong + _apart(reader, chance.sample(paired, _PAIRS), listed, chance)
        return wrong

    pupil = Classifier(reader, head, labels)
    lessons = Batches(examples, others, _OTHERS, lambda one: len(one.text), chance)
    teach(pupil, lessons, loss, Course("epoch", epochs, _RATE, _HEAD_RATE))
    return pupil


def _likely(scores: torch.Tensor, one: Example, index: dict[str, int]) -> torch.Tensor:
    """The logarithm of how likely what it means is, any of several labels that are as right counting for it."""
    parts = [share * torch.logsumexp(scores[[index[label] for label in some]], dim=0) for share, some in one.target]
    return torch.stack(parts).sum()


def _apart(
    reader: Reader, pairs: Sequence[tuple[Example, str]], listed: dict[str, list[str]], chance: random.Random
) -> torch.Tensor:
    """How badly each text finds the question listed under its own label among those of the other pairs."""
    texts = [one_word_lost(one.text, chance) for one, _ in pairs]
    other = [chance.choice(listed[label]) for _, label in pairs]
    vectors = reader.vectors([*texts, *other], [*(one.moment for one, _ in pairs), *([Moment.REST] * len(pairs))])
    near = nn.functional.normalize(vectors, dim=-1)
    likeness = near[: len(pairs)] @ near[len(pairs) :].T / _WARMTH
    same = torch.tensor([[a == b for _, b in pairs] for _, a in pairs])
    own = torch.eye(len(pairs), dtype=torch.bool)
    likeness = likeness.masked_fill(same & ~own, -1e4)
    target = torch.arange(len(pairs))
    return 0.2 * (nn.functional.cross_entropy(likeness, target) + nn.functional.cross_entropy(likeness.T, target))


def _heard(one: Example, words: Sequence[str], chance: random.Random) -> str:
    """What may be heard of `one`."""
    if one.strange and chance.random() < _SWAPPED:
        return swapped(one.text, words, _LEAST_SWAPPED, chance)
    return one_word_lost(one.text, chance)

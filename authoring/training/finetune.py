"""Fine-tunes an encoder: one linear head over all labels, and vectors that lie near the document's own questions."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from authoring.training.batches import Batches
from authoring.training.examples import Example
from authoring.training.noise import one_word_lost, swapped, vocabulary
from authoring.training.reader import Reader
from authoring.training.teaching import AnyReader, Classifier, Course, teach
from skill.understanding.labels import kind_of
from skill.understanding.moment import Moment

SEED = 20261122
STUDENTS_SEED = 7
"""Decides the order and the noise by which the skill's own encoder learns. Of three that were tried (7, 11 and `SEED`)
this one misses the fewest signs of the development lines at the fewest alarms."""
COURSE = Course("epoch", passes=5, rate=1.2e-4, head_rate=2e-3)
"""How the skill's own encoder is taught."""
OTHERS = 0.2
"""Share of the first writers' utterances that an epoch draws: nobody saw a moment when they wrote those."""
_TAUGHT = 0.5
"""Share of the loss that wants what the teacher made of a text; the rest wants what the labellers did."""
_DANGER = 2.0
"""Weight of the second loss, whether danger is told at all: of all that a line may mean, that must be right."""
_SMOOTHING = 0.02
"""Share of the loss that wants every label a little likely: it keeps the scores from running away."""
_SWAPPED = 0.3
"""Share of the strange texts whose words are swapped for any others: there is no end to what people say."""
_LEAST_SWAPPED = 0.3
"""Least share of their words, so that nothing of our subject is left by chance."""
_PAIRS = 16
"""Pairs of a text and a question of the document that a step draws together."""
_PAIRS_EVERY = 10
"""Every how manieth step does so."""
_WARMTH = 0.05
"""Temperature of the likenesses that are compared (van den Oord and others 2018, InfoNCE)."""

Judgement = Mapping[tuple[str, Moment], npt.NDArray[np.float32]]
"""A text and its moment, to how likely each label is, in the order of the labels."""


@dataclass(frozen=True)
class Material:
    """What is learnt from."""

    examples: Sequence[Example]
    """All of these in each epoch."""
    others: Sequence[Example]
    """A share of these."""
    questions: Sequence[tuple[str, str]]
    """Label and text of what the document lists, for the likenesses."""
    judged: Judgement = field(default_factory=dict)
    """What the teacher made of them; empty without one."""

    @property
    def everything(self) -> list[Example]:
        """All that may be drawn."""
        return [*self.examples, *self.others]

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, in order."""
        return tuple(sorted({label for example in self.everything for _, some in example.target for label in some}))


def finetune(
    reader: AnyReader, material: Material, course: Course, share: float, seed: int = SEED
) -> Classifier[AnyReader]:
    """Train `reader`; the same material and seed give the same model on the same kind of machine.

    Args:
        reader: what is trained, as it was pretrained.
        material: what is learnt from.
        course: how long and how fast.
        share: of the others, in each epoch.
        seed: decides the order and the noise; what the weights begin with and leave out is `SEED`'s in any case.
    """
    torch.manual_seed(SEED)
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    labels = material.labels
    index = {label: number for number, label in enumerate(labels)}
    head = nn.Linear(reader.encoder.config.hidden_size, len(labels))
    words = vocabulary(example.text for example in material.everything)
    listed: dict[str, list[str]] = defaultdict(list)
    for label, text in material.questions:
        listed[label].append(text)
    paired = [
        (example, label)
        for example in material.everything
        if len(example.target) == 1 and len(example.target[0][1]) == 1
        for label in example.target[0][1]
        if label in listed
    ]
    urgent = torch.tensor([kind_of(label) == "urgent" for label in labels])
    steps = 0

    def loss(batch: list[Example]) -> torch.Tensor:
        nonlocal steps
        steps += 1
        texts = [_heard(example, words, chance) for example in batch]
        vectors = reader.vectors(texts, [example.moment for example in batch])
        scores = torch.log_softmax(head(nn.functional.dropout(vectors, 0.1)), dim=-1)
        wanted = [_wanted(row, example, index, material.judged) for row, example in zip(scores, batch, strict=True)]
        wrong = -torch.stack(wanted).mean()
        wrong = (1 - _SMOOTHING) * wrong - _SMOOTHING * scores.mean()
        wrong = wrong - _DANGER * _danger_known(scores, batch, urgent).mean()
        if paired and steps % _PAIRS_EVERY == 0:
            wrong = wrong + _apart(reader, chance.sample(paired, _PAIRS), listed, chance)
        return wrong

    pupil = Classifier(reader, head, labels)
    lessons = Batches(material.examples, material.others, share, lambda example: len(example.text), chance)
    teach(pupil, lessons, loss, course)
    return pupil


def _wanted(scores: torch.Tensor, example: Example, index: dict[str, int], judged: Judgement) -> torch.Tensor:
    """The logarithm of how likely what it means is, by the labellers, and by the teacher where it was asked."""
    likely = _likely(scores, example, index)
    taught = judged.get((example.text, example.moment))
    if taught is None:
        return likely
    return (1 - _TAUGHT) * likely + _TAUGHT * (torch.from_numpy(taught) * scores).sum()


def _likely(scores: torch.Tensor, example: Example, index: dict[str, int]) -> torch.Tensor:
    """The logarithm of how likely what it means is, any of several labels that are as right counting for it."""
    parts = [share * torch.logsumexp(scores[[index[label] for label in some]], dim=0) for share, some in example.target]
    return torch.stack(parts).sum()


def _danger_known(scores: torch.Tensor, batch: Sequence[Example], urgent: torch.Tensor) -> torch.Tensor:
    """For each text the logarithm of how likely it is that danger is told, or none, as labelled."""
    told = torch.tensor([_danger(example) for example in batch])
    return told * torch.logsumexp(scores[:, urgent], dim=1) + (1 - told) * torch.logsumexp(scores[:, ~urgent], dim=1)


def _danger(example: Example) -> float:
    """What share of the labellers' meaning is danger."""
    return sum(share for share, some in example.target if any(kind_of(label) == "urgent" for label in some))


def _apart(
    reader: Reader, pairs: Sequence[tuple[Example, str]], listed: dict[str, list[str]], chance: random.Random
) -> torch.Tensor:
    """How badly each text finds the question listed under its own label among those of the other pairs."""
    texts = [one_word_lost(pair.text, chance) for pair, _ in pairs]
    other = [chance.choice(listed[label]) for _, label in pairs]
    vectors = reader.vectors([*texts, *other], [*(pair.moment for pair, _ in pairs), *([Moment.REST] * len(pairs))])
    near = nn.functional.normalize(vectors, dim=-1)
    likeness = near[: len(pairs)] @ near[len(pairs) :].T / _WARMTH
    same = torch.tensor([[a == b for _, b in pairs] for _, a in pairs])
    own = torch.eye(len(pairs), dtype=torch.bool)
    likeness = likeness.masked_fill(same & ~own, -1e4)
    target = torch.arange(len(pairs))
    return 0.2 * (nn.functional.cross_entropy(likeness, target) + nn.functional.cross_entropy(likeness.T, target))


def _heard(example: Example, words: Sequence[str], chance: random.Random) -> str:
    """What may be heard of `example`."""
    if example.strange and chance.random() < _SWAPPED:
        return swapped(example.text, words, _LEAST_SWAPPED, chance)
    return one_word_lost(example.text, chance)

"""The loop that teaches an encoder and its head, whatever they are taught by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import torch
from torch import nn

from authoring.training.batches import Batches, Item
from authoring.training.reader import Reader

_WARM_UP = 0.1
"""Share of all steps in which the learning rate rises."""


AnyReader = TypeVar("AnyReader", bound=Reader)


@dataclass(frozen=True)
class Classifier(Generic[AnyReader]):
    """An encoder, and what makes labels of its vectors."""

    reader: AnyReader
    """Makes a vector of a sentence."""
    head: nn.Linear
    """Label scores of a vector."""
    labels: tuple[str, ...]
    """Labels in the head's order."""


@dataclass(frozen=True)
class Course:
    """How long and how fast to teach."""

    name: str
    """What a pass is called in the progress line."""
    passes: int
    """How often each item is seen."""
    rate: float
    """The encoder's highest learning rate."""
    head_rate: float
    """The head's."""


def teach(
    pupil: Classifier[AnyReader], lessons: Batches[Item], loss: Callable[[list[Item]], torch.Tensor], course: Course
) -> None:
    """Train `pupil` in place, all that may change of it, and say how far it is.

    Args:
        pupil: what is trained.
        lessons: what it learns from.
        loss: how wrong it is about a batch, on average.
        course: how long and how fast.
    """
    trained = [weight for weight in pupil.reader.encoder.parameters() if weight.requires_grad]
    groups = [
        {"params": trained, "lr": course.rate},
        {"params": pupil.head.parameters(), "lr": course.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = course.passes * len(lessons)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _slope(step, steps))
    pupil.reader.encoder.train()
    for number in range(1, course.passes + 1):
        where = f"{course.name} {number} of {course.passes}"
        total = 0.0
        for done, batch in enumerate(lessons):
            wrong = loss(batch)
            optimizer.zero_grad()
            wrong.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            total += wrong.item() * len(batch)
            if done % 20 == 0:
                print(f"\r{where}: {done / len(lessons):.0%}", end="", flush=True)
        print(f"\r{where}: loss {total / (len(lessons) * lessons.size):.3f}", flush=True)
    pupil.reader.encoder.eval()


def _slope(step: int, steps: int) -> float:
    """The share of the full learning rate at `step`: up at first, then down to nothing."""
    warm = max(int(_WARM_UP * steps), 1)
    return step / warm if step < warm else max(0.0, (steps - step) / (steps - warm))

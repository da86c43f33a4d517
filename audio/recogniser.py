"""The recogniser: Whisper base, which writes down what it hears as Alexa would."""

import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel, decode_audio
from faster_whisper.tokenizer import Tokenizer

from audio.heard import Heard
from audio.samples import Samples
from skill.understanding.words import normalise

RATE = 16_000
"""Samples a second that the recogniser wants."""
_FRAMES = 100
"""Frames a second of its spectrogram."""
_MARGIN = 2
"""Seconds of quiet after the line."""
_SHORTEST = 8
"""Seconds that it looks at, at least. It was taught on thirty; these cost a fifth and are heard alike."""
_BEAM = 5
"""Sentences that it keeps in mind: with one alone a fifth more words are wrong."""
_REPEATED = 4
"""Word pieces that are not written a second time: Whisper falls into loops."""
_QUIET = 0.003
"""The root of the mean square of a quiet room, of samples between minus one and one."""
_SURE = 0.5
"""A part of a word that is less likely makes it doubtful."""
_OTHERS = 3
"""Other readings that are told."""
_MORE = 3
"""Words more than the likeliest reading that another has."""
_HARDLY_SPEECH = -2.5
"""Whisper writes down something of noise too, "you" or "oh": its mean log probability. A word that was said has -2."""
_UNSURE_SPEECH = -1.0
"""Below this it is also asked whether there is any speech."""
_SILENCE = 0.45
"""How probable it is then that nobody speaks: of silence, hum and noise it was 0.48 to 0.74, of words up to 0.35."""
_DIGITS = frozenset("0123456789%$£€")


class Recogniser:
    """Hears one line at a time, with one thread."""

    def __init__(self, folder: Path) -> None:
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
        self._tokens = Tokenizer(self._model.hf_tokenizer, multilingual=True, task="transcribe", language="en")
        # Without digits to write, it spells numbers in words, as Alexa does.
        spelled = [token for token in range(self._tokens.eot) if _DIGITS & set(self._tokens.decode([token]))]
        self._never = [-1, *spelled]  # -1: also what the model's own list has, sounds that are no speech

    def hear(self, speech: Samples) -> str:
        """The words of `speech`, normalised; empty if none were heard."""
        encoded, _ = self._encoded(speech)
        return self._words(self._written(encoded, 1).sequences_ids[0])

    def listen(self, speech: Samples) -> Heard:
        """The words of somebody who may have said nothing, with what is not sure about them."""
        if not _loud(speech):
            return Heard("")
        encoded, frames = self._encoded(speech)
        written = self._written(encoded, _BEAM)
        likely = written.scores[0]
        if likely < _HARDLY_SPEECH or (likely < _UNSURE_SPEECH and written.no_speech_prob > _SILENCE):
            return Heard("")
        readings = list(dict.fromkeys(map(self._words, written.sequences_ids)))
        words = readings[0]
        others = [other for other in readings[1:] if other and not _twice(words, other)]
        return Heard(words, self._doubtful(encoded, frames, written.sequences_ids[0]), tuple(others[:_OTHERS]))

    def _encoded(self, speech: Samples) -> tuple[Any, int]:
        """What the model makes of the sound itself, and of how many frames."""
        seconds = len(speech) / RATE + _MARGIN
        frames = round(_FRAMES * max(seconds, _SHORTEST))
        features = self._model.feature_extractor(np.pad(speech, (0, _MARGIN * RATE)))[:, :frames]
        return self._model.encode(np.pad(features, ((0, 0), (0, frames - features.shape[1])))), frames

    def _written(self, encoded: Any, readings: int) -> Any:
        """The likeliest `readings`, with how likely they are and whether there is speech at all."""
        (result,) = self._model.model.generate(
            encoded,
            [[*self._tokens.sot_sequence, self._tokens.no_timestamps]],
            beam_size=_BEAM,
            num_hypotheses=readings,
            suppress_tokens=self._never,
            no_repeat_ngram_size=_REPEATED,
            return_scores=True,
            return_no_speech_prob=True,
        )
        return result

    def _doubtful(self, encoded: Any, frames: int, tokens: Sequence[int]) -> tuple[int, ...]:
        """Places of the words of which a part is less likely than `_SURE`."""
        (aligned,) = self._model.model.align(encoded, self._tokens.sot_sequence, [tokens], frames)
        pieces, parts = self._tokens.split_to_word_tokens([*tokens, self._tokens.eot])
        likely = iter(aligned.text_token_probs)
        sure: list[bool] = []
        for piece, part in zip(pieces[:-1], parts[:-1], strict=True):  # the last is the end
            least = min(islice(likely, len(part)))
            sure += [least >= _SURE] * len(normalise(piece).split())
        return tuple(place for place, known in enumerate(sure) if not known)

    def _words(self, tokens: Sequence[int]) -> str:
        return normalise(self._tokens.decode(tokens))


def _twice(words: str, other: str) -> bool:
    """Whether `other` is the same over again: Whisper falls into loops."""
    return other == f"{words} {words}" or len(other.split()) > len(words.split()) + _MORE


def _loud(speech: Samples) -> bool:
    """Whether a tenth of a second of it is louder than a quiet room."""
    tenth = RATE // 10
    whole = speech[: len(speech) // tenth * tenth].reshape(-1, tenth)
    return bool(len(whole)) and float(np.sqrt(np.mean(whole**2, axis=1)).max()) > _QUIET


def samples(sound: bytes) -> Samples:
    """The content of a sound file, as the recogniser wants it."""
    found: Samples = decode_audio(io.BytesIO(sound), sampling_rate=RATE)
    return found

"""The recogniser: Whisper base, which writes down what it hears as Alexa would."""

import io
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel, decode_audio
from faster_whisper.tokenizer import Tokenizer

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
        seconds = len(speech) / RATE + _MARGIN
        frames = round(_FRAMES * max(seconds, _SHORTEST))
        features = self._model.feature_extractor(np.pad(speech, (0, _MARGIN * RATE)))[:, :frames]
        features = np.pad(features, ((0, 0), (0, frames - features.shape[1])))
        (result,) = self._model.model.generate(
            self._model.encode(features),
            [[*self._tokens.sot_sequence, self._tokens.no_timestamps]],
            beam_size=_BEAM,
            suppress_tokens=self._never,
            no_repeat_ngram_size=_REPEATED,
        )
        return normalise(self._tokens.decode(result.sequences_ids[0]))


def samples(sound: bytes) -> Samples:
    """The content of a sound file, as the recogniser wants it."""
    found: Samples = decode_audio(io.BytesIO(sound), sampling_rate=RATE)
    return found

"""The page's voice, where `make voice` installed one: what is being said, piece by piece, and a stretch as a whole."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from itertools import chain, islice

from audio.piper import VoiceError
from audio.wav import endless_head, silence, wav
from simulator.device.device import Exchange
from simulator.speaking.performance import Performer, Sounding
from simulator.speaking.rendering import GAP_S, Take, takes
from simulator.speaking.score import Score

_MOST_SCORES = 200


class Sounds:
    """Speaks what the page asks for. A score has a name by its content, so that a page may ask late or twice."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._scores: OrderedDict[str, Score] = OrderedDict()
        self._troubles: dict[str, str] = {}

    def keep(self, score: Score) -> str:
        """The name by which pieces of `score` are asked for from now on."""
        name = sha256(json.dumps(asdict(score)).encode()).hexdigest()[:16]
        self._scores[name] = score
        self._scores.move_to_end(name)
        if len(self._scores) > _MOST_SCORES:
            self._scores.popitem(last=False)
        return name

    def piece(self, name: str, place: int) -> Sounding | None:
        """A piece of a score; None if there is no such score any more, or no such piece.

        Raises:
            VoiceError: the voice has ended.
        """
        score = self._scores.get(name)
        if score is None or not 0 <= place < len(score.pieces):
            return None
        return self._performer.piece(score.pieces, place)

    def wav(self, sounding: Sounding) -> bytes:
        """A sound file of one piece."""
        return wav(sounding.samples, self._performer.rate)

    def trouble(self, stretch: str) -> str:
        """Why the stretch of that id was not spoken to its end when it was last asked for; empty if it was."""
        return self._troubles.get(stretch, "")

    def whole(self, stretch: str, exchanges: Iterable[Exchange]) -> Iterator[bytes]:
        """A sound file of all that is said in `exchanges` of a stretch, as it is spoken: heard before it is whole.

        Nobody can be told of an error in the middle of a file. There it ends, and `trouble` says why.

        Raises:
            VoiceError: the voice has ended before there is anything to hear.
        """
        self._troubles.pop(stretch, None)
        coming = takes(exchanges, self._performer)
        try:
            first = list(islice(coming, 1))
        except VoiceError as error:
            self._troubles[stretch] = str(error)
            raise
        return self._file(stretch, first, coming)

    def _file(self, stretch: str, first: Iterable[Take], coming: Iterator[Take]) -> Iterator[bytes]:
        rate = self._performer.rate
        yield endless_head(rate)
        try:
            for take in chain(first, coming):
                yield take.samples
                yield silence(GAP_S, rate)
        except VoiceError as error:
            self._troubles[stretch] = str(error)

"""How well the speech clock fits the voice that `make voice` installs: every stretch, and the fifty commonest answers.

    .venv/bin/python -m benchmarks.speech_clock.voice            say them all, write voice.json and the page
    .venv/bin/python -m benchmarks.speech_clock.voice --go-on    say what is not in voice.json yet, or has changed since
    .venv/bin/python -m benchmarks.speech_clock.voice --page     write the page of what was measured last

Saying takes a quarter of an hour on a quiet machine; whoever stops it keeps what there is. The page is docs/spoken-
lengths.md. An answer is the commoner, the more often strangers asked for it (`speech/blind`); it is asked for by its
first listed question, or else as the first of them did. What is compared is speech alone: breaks last what they say,
whoever speaks, and would make any clock look good.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import median

from audio.environment import environment
from audio.piper import Piper
from authoring.document.spoken_lines import read_spoken_lines
from simulator.command_line.commands import DOCUMENT, MODELS
from simulator.conversation.leading import lead_on
from simulator.conversation.replay import Stage
from simulator.conversation.transcript import DEFAULT_LOCALE
from simulator.device.clock import SimulatedClock
from simulator.device.device import Device, Exchange, Owner
from simulator.hearing.interaction_model import Models
from simulator.hearing.invocation import asked_of
from simulator.protocol.reply import Spoken
from simulator.speaking.performance import Performer
from simulator.speaking.score import Score, score
from simulator.transport.real_skill import back_coach
from simulator.transport.server import SkillServer
from skill.content.model import Content
from skill.content.store import load_content
from skill.errors import BackCoachError
from skill.guidance.passage import FASTEST, SLOWEST
from skill.speech.clock import AMAZON_WORDS_PER_SECOND
from skill.speech.spoken_words import read_token

ROOT = Path(__file__).resolve().parents[2]
MEASURED = Path(__file__).with_name("voice.json")
PAGE = ROOT / "docs/spoken-lengths.md"
ANSWERS = 50
KINDS = ("stretches", "answers")
TEMPLATE = Path(__file__).with_name("voice.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Length:
    """One turn."""

    of: str
    """Id of the stretch or of what is answered."""
    words: int
    """Words that were said."""
    clock: float
    """Seconds of speech by the clock."""
    voice: float
    """Seconds of speech by the voice."""
    silence: float
    """Seconds of breaks."""
    text: str = ""
    """Digest of what was said, markup and all: of another text this is not the length. Empty where nobody knows."""

    @property
    def off(self) -> float:
        """By what share the clock gives too much; too little is below zero."""
        return self.clock / self.voice - 1


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; returns the exit status: 0, or 2 where there is no voice."""
    parser = argparse.ArgumentParser(description="The speech clock beside the voice that `make voice` installs.")
    parser.add_argument("--page", action="store_true", help="write the page from the stored measurements only")
    parser.add_argument("--go-on", action="store_true", help="keep what did not change, and say the rest")
    options = parser.parse_args(arguments)
    known: dict[str, list[Length]] = {kind: [] for kind in KINDS}
    if options.page or options.go_on:
        stored = json.loads(MEASURED.read_text(encoding="utf-8"))
        known = {kind: [Length(**length) for length in stored[kind]] for kind in KINDS}
    if not options.page:
        try:
            known = measure(known)
        except BackCoachError as error:
            print(error, file=sys.stderr)
            return 2
    page = report(*known.values())
    print(page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


def measure(known: Mapping[str, Sequence[Length]]) -> dict[str, list[Length]]:
    """Say every stretch and the commonest answers, but for the texts whose length is `known`, and write all down.

    Raises:
        NotInstalledError: there is no voice.
        VoiceError: it has ended.
    """
    content = load_content(DOCUMENT / "compiled/content.json")
    measured: dict[str, list[Length]] = {kind: [] for kind in KINDS}
    clock = SimulatedClock()
    with closing(Piper(environment())) as piper, SkillServer(back_coach, clock) as server:
        stage = Stage(server, clock, Models(MODELS))
        performer = Performer(piper)
        for kind, said in zip(KINDS, (_stretches(content, stage), _answers(content, stage)), strict=True):
            for number, (name, exchanges) in enumerate(said, 1):
                print(f"{kind}, number {number}: {name}", file=sys.stderr, flush=True)
                measured[kind] += lengths(name, exchanges(), known[kind], performer)
                _write({kind: _with_the_rest(measured[kind], known[kind]) for kind in KINDS})
    _write(measured)
    return measured


def lengths(of: str, said: Iterable[Exchange], known: Iterable[Length], performer: Performer) -> list[Length]:
    """How long each turn of `said` takes: as is known of the same text, or as it is said now."""
    there = {length.text: length for length in known if length.of == of and length.text}
    return [there.get(_digest(exchange)) or _length(of, exchange, performer) for exchange in said]


def _with_the_rest(measured: Sequence[Length], known: Sequence[Length]) -> list[Length]:
    """What was measured, and what is known of all that was not come to yet: whoever stops keeps it."""
    done = {length.of for length in measured}
    return [*measured, *(length for length in known if length.of not in done)]


def _write(lengths: Mapping[str, Sequence[Length]]) -> None:
    content = {kind: [asdict(length) for length in lengths[kind]] for kind in KINDS}
    MEASURED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


Said = tuple[str, Callable[[], Iterable[Exchange]]]
"""What is said, and how to have it said."""


def _stretches(content: Content, stage: Stage) -> Iterator[Said]:
    for routine in content.routines:
        yield routine.id, partial(lead_on, _device(stage, routine.id).say, _skill(stage), routine.name)


def _answers(content: Content, stage: Stage) -> Iterator[Said]:
    entries = {entry.id for group in (content.statements, content.gaps, content.referrals) for entry in group}
    lines = [line for split in read_spoken_lines(ROOT / "speech/blind").values() for line in split]
    alone = {line.labels[0]: line.text for line in reversed(lines) if len(line.labels) == 1 and line.state == "open"}
    asked = Counter(line.labels[0] for line in lines)
    listed = json.loads((DOCUMENT / "compiled/questions.json").read_text(encoding="utf-8"))
    first = alone | {name: question for question, name in reversed(listed.items())}
    for name in [name for name, _ in asked.most_common() if name in entries][:ANSWERS]:
        yield name, partial(_asked, _device(stage, name), asked_of(first.get(name, name), _skill(stage)))


def _asked(device: Device, question: str) -> list[Exchange]:
    return [device.say(question)]


def _device(stage: Stage, user: str) -> Device:
    return Device(Owner(user, stage.hearing(DEFAULT_LOCALE, None)), stage.endpoint, stage.clock)


def _skill(stage: Stage) -> str:
    return stage.model(DEFAULT_LOCALE).invocation_name


def _length(name: str, exchange: Exchange, performer: Performer) -> Length:
    entry = exchange.entry
    assert entry.speech is not None, f"{name}: nothing is said"
    estimated = score(Spoken(entry.speech, entry.ssml, entry.seconds or 0.0))
    heard = performer.perform(estimated).score
    words = sum(read_token(word).words for word in entry.speech.split())
    spoken, silence = _speech(estimated), estimated.seconds - _speech(estimated)
    clock, voice, breaks = (round(length, 2) for length in (spoken, _speech(heard), silence))
    return Length(name, words, clock, voice, breaks, _digest(exchange))


def _digest(exchange: Exchange) -> str:
    return sha256((exchange.entry.ssml or "").encode()).hexdigest()[:16]


def _speech(whole: Score) -> float:
    return sum(piece.seconds for piece in whole.pieces if piece.kind == "words")


def report(stretches: Sequence[Length], answers: Sequence[Length]) -> str:
    """The page: how the clock fits, then each stretch and each answer."""
    every = [*stretches, *answers]
    fits = [_fit("stretches", stretches), _fit("answers", answers), _fit("all", every)]
    by_name = [
        (name, [turn for turn in stretches if turn.of == name]) for name in dict.fromkeys(s.of for s in stretches)
    ]
    return TEMPLATE.format(
        answers=len(answers),
        fits="\n".join(fits),
        speed=sum(length.words for length in every) / sum(length.voice for length in every),
        clock=AMAZON_WORDS_PER_SECOND,
        fastest=FASTEST,
        slowest=SLOWEST,
        inside=sum(FASTEST <= length.voice / length.clock <= SLOWEST for length in every),
        turns=len(every),
        stretch_rows="\n".join(_row(name, turns) for name, turns in by_name),
        answer_rows="\n".join(f"| {length.of} | {_compared([length])} |" for length in answers),
    )


def _row(name: str, turns: Sequence[Length]) -> str:
    silent = sum(turn.silence for turn in turns)
    return f"| {name} | {len(turns)} | {silent:.0f} s | {_compared(turns)} | {_worst(turns):+.1%} |"


def _fit(name: str, lengths: Sequence[Length]) -> str:
    usual = median(abs(length.off) for length in lengths)
    return f"| {name} | {len(lengths)} | {_compared(lengths)} | {usual:.1%} | {_worst(lengths):+.1%} |"


def _compared(lengths: Sequence[Length]) -> str:
    clock, voice = (sum(getattr(length, name) for length in lengths) for name in ("clock", "voice"))
    return f"{clock:.1f} s | {voice:.1f} s | {clock / voice - 1:+.1%}"


def _worst(lengths: Sequence[Length]) -> float:
    return max((length.off for length in lengths), key=abs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

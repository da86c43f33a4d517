"""`render`: a stretch, an answer or a whole conversation as a sound file, with its length beside the speech clock's."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from audio.environment import environment
from audio.piper import Piper
from audio.wav import SAMPLE_BYTES
from simulator.conversation.leading import lead_on
from simulator.conversation.replay import Stage
from simulator.conversation.transcript import read
from simulator.device.device import Device, Exchange, Owner
from simulator.errors import RenderError, SkillFailure
from simulator.hearing.invocation import asked_of
from simulator.speaking.performance import Performer
from simulator.speaking.rendering import GAP_S, Take, takes, write
from skill.content.store import load_content

_COMPILED = Path("compiled/content.json")
_TRANSCRIPTS = frozenset({".yaml", ".yml"})
_SHOWN = 50


def render(what: str, out: Path, exchanges: Iterable[Exchange], voice: Path, tell: Callable[[str], object]) -> None:
    """Write what is said in `exchanges` to `out`, and tell of each turn as soon as it is spoken.

    Raises:
        NotInstalledError: there is no voice in the folder `voice`.
        VoiceError: the voice has ended.
        RenderError: nothing was said, or the file cannot be written.
        SkillFailure: the skill failed on a turn.
    """
    with closing(Piper(environment(voice))) as piper:
        performer = Performer(piper)
        try:
            written = list(_told(write(out, takes(_well(exchanges), performer), performer.rate), tell))
        except OSError as error:
            raise RenderError(f"{out} cannot be written: {error.strerror}") from error
    if not written:
        raise RenderError(f"nothing is said to '{what}'")
    tell(_line("all", sum(take.estimated for take in written), sum(take.seconds for take in written)))
    heard = sum(len(take.samples) for take in written) / SAMPLE_BYTES / performer.rate + GAP_S * (len(written) - 1)
    tell(f"{out}: {length(heard)}\n")


def length(seconds: float) -> str:
    """So many seconds, in whole minutes and seconds: never "0 min 60 s"."""
    return "{} min {} s".format(*divmod(round(seconds), 60))


def exchanges(what: str, stage: Stage, locale: str, document: Path) -> Iterator[Exchange]:
    """What is said where `what` is asked for: a transcript's file, a stretch by its id or name, or else a question.

    Raises:
        TranscriptError: the file is not a transcript.
        RenderError: the file cannot be read.
    """
    path = Path(what)
    if path.suffix in _TRANSCRIPTS:
        try:
            transcript = read(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise RenderError(f"{path} cannot be read: {error}") from error
        return (replayed.exchange for replayed in stage.replay(transcript, "render"))
    hearing = stage.hearing(locale, None)
    skill = hearing.model.invocation_name
    device = Device(Owner("render", hearing), stage.endpoint, stage.clock)
    stretch = _stretches(document / _COMPILED).get(what.lower())
    if stretch is None:
        return iter([device.say(asked_of(what, skill))])
    return lead_on(device.say, skill, stretch)


def _stretches(compiled: Path) -> dict[str, str]:
    """Names of stretches, by ids and by names; none where nothing is compiled."""
    routines = load_content(compiled).routines if compiled.exists() else ()
    return {known.lower(): routine.name for routine in routines for known in (routine.id, routine.name)}


def _well(exchanges: Iterable[Exchange]) -> Iterator[Exchange]:
    for exchange in exchanges:
        if exchange.entry.error is not None:
            raise SkillFailure(exchange.entry.error)
        yield exchange


def _told(takes: Iterable[Take], tell: Callable[[str], object]) -> Iterator[Take]:
    tell(f"{'clock':>9} {'voice':>9} {'':>8}\n")
    for take in takes:
        tell(_line(take.speech, take.estimated, take.seconds))
        yield take


def _line(speech: str, estimated: float, seconds: float) -> str:
    shown = speech if len(speech) <= _SHOWN else f"{speech[: _SHOWN - 2]} …"
    off = f"{estimated / seconds - 1:+8.1%}" if seconds else ""
    return f"{estimated:7.1f} s {seconds:7.1f} s {off:>8}  {shown}\n"

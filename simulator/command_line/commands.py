"""Command line: `python -m simulator [ask WORDS | render WHAT | batch | page]`."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from audio.environment import environment, installed, voice_folder
from audio.piper import Piper
from audio.whisper import Whisper
from simulator.command_line.render import exchanges, render
from simulator.command_line.talk import describe, talk
from simulator.conversation.batch import Batch
from simulator.conversation.replay import Stage
from simulator.device.clock import SimulatedClock
from simulator.device.device import Device, Owner
from simulator.errors import SimulatorError
from simulator.hearing.fidelity import DEFAULT_SHARE, DeviceHearing, Hearing, IdealHearing, Losses
from simulator.hearing.interaction_model import InteractionModel, Models
from simulator.hearing.invocation import asked_of
from simulator.json_object import JsonObject
from simulator.page.app import create_page
from simulator.page.serve import FIRST_PORT, serve
from simulator.page.setting import Setting
from simulator.page.sounds import Sounds
from simulator.speaking.performance import Performer
from simulator.transport.real_skill import back_coach
from simulator.transport.server import SkillFactory, SkillServer
from simulator.workshop.compiling import Compiler
from simulator.workshop.watching import Workshop
from skill.errors import BackCoachError

_ROOT = Path(__file__).resolve().parents[2]
_MODELS = Path("interaction_model/interactionModels/custom")
MODELS = _ROOT / _MODELS
"""Where the compiler puts the interaction models."""

DOCUMENT = _ROOT / "speech"
"""Where the documents are from which the skill speaks."""


@dataclass(frozen=True)
class Parts:
    """What the commands run on; tests put in their own."""

    factory: SkillFactory = back_coach
    """Builds the skill, in its own process."""
    models: Path = MODELS
    """Folder with one interaction model per locale."""
    document: Path = DOCUMENT
    """Folder of the Markdown from which statements come."""
    voice: Path = field(default_factory=voice_folder)
    """Where `make voice` puts what speaks and listens."""


def main(arguments: Sequence[str] | None = None, parts: Parts | None = None) -> int:
    """Run one command and return the exit code: 0, 1 if the skill or a part of it failed, 2 if it cannot run."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "page":
            return _page(options, parts or _parts(options))
        return _run(options, parts or _parts(options))
    except (SimulatorError, BackCoachError) as error:
        sys.stderr.write(f"simulator: {error}\n")
        return 2
    except BrokenPipeError:
        # Whoever read our output has enough; keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130


def _parts(options: argparse.Namespace) -> Parts:
    voice = options.voice or voice_folder()
    return Parts(models=options.project / _MODELS, document=options.document, voice=voice)


def _run(options: argparse.Namespace, parts: Parts) -> int:
    # The default locale is read first: without it nothing can be said, and starting takes seconds.
    models = Models(parts.models)
    hearing = cache(lambda locale: _hearing(options, models(locale)))
    name = hearing(options.locale).model.invocation_name
    clock = SimulatedClock()
    if options.command == "render":
        environment(parts.voice)  # without it nothing can be said, and starting takes seconds
    with SkillServer(parts.factory, clock) as server:
        if options.command == "batch":
            batch = Batch(server, clock, hearing, options.locale)
            batch.run(sys.stdin.buffer, sys.stdout.buffer)
            return _told_alarms(server)
        if options.command == "render":
            what, stage = " ".join(options.what), Stage(server, clock, models)
            said = exchanges(what, stage, options.locale, parts.document)
            render(what, options.out, said, parts.voice, _write)
            return _told_alarms(server)
        owner = Owner(options.command or "talk", hearing(options.locale))
        device = Device(owner, server, clock)
        if options.command == "ask":
            status = _ask(device, name, " ".join(options.words))
            return _told_alarms(server) or status
        talk(device, name, sys.stdin, _write)
        return _told_alarms(server)


def _told_alarms(server: SkillServer) -> int:
    """Say what the skill raised an alarm over, such as a model that is missing; 1 if there is anything."""
    alarms = [alarm for line in server.trace().get("log", ()) if (alarm := _alarm(line))]
    for alarm in alarms:
        sys.stderr.write(f"simulator: {alarm}\n")
    return 1 if alarms else 0


def _alarm(line: JsonObject) -> str:
    match line:
        case {"event": "part_failed", "part": part, "error": error}:
            return f"the skill went on without its {part} ({error})"
        case {"event": "files_damaged", "files": files}:
            return f"compiled files are missing or damaged ({', '.join(files)}): run `make compile`"
    return ""


def _page(options: argparse.Namespace, parts: Parts) -> int:
    models = Models(parts.models)
    models(options.locale)  # without it nothing can be said, and starting takes seconds
    _write("Starting the skill ...\n")
    clock = SimulatedClock()
    with (
        ExitStack() as open_parts,
        Compiler(parts.document.parent) as compiler,
        SkillServer(parts.factory, clock) as server,
        Workshop(parts.document, compiler.compile) as workshop,
    ):

        def renew() -> None:
            server.renew()
            models.forget()

        stage = Stage(server, clock, models)
        sounds, recogniser = None, None
        if installed(parts.voice):
            found = environment(parts.voice)
            sounds = Sounds(Performer(open_parts.enter_context(closing(Piper(found)))))
            recogniser = open_parts.enter_context(closing(Whisper(found)))
        setting = Setting(stage, parts.models, parts.document, server.trace, renew, workshop, sounds, recogniser)
        serve(create_page(setting), options.port, lambda address: _write(_WELCOME.format(address=address)))
    return 0


_WELCOME = """
  Talk to the skill:  {address}
  Unsigned requests:  POST {address}relay  (signs them as Alexa would, for other local tools)

Only programs on this computer can reach it. Ctrl-C ends it.
"""


def _ask(device: Device, name: str, words: str) -> int:
    entry = device.say(asked_of(words, name)).entry
    if entry.error is not None:
        sys.stderr.write(f"simulator: {entry.error}\n")
        return 1
    _write(f"{entry.speech}\n" if entry.speech else describe(entry, name))
    return 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _hearing(options: argparse.Namespace, model: InteractionModel) -> Hearing:
    if options.hearing == "device":
        return DeviceHearing(model, Losses(options.share, options.seed))
    return IdealHearing(model)


def _share(text: str) -> float:
    share = float(text)
    if not 0.0 <= share <= 1.0:
        raise argparse.ArgumentTypeError("a share lies between 0 and 1")
    return share


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    # Options may stand before or after the command; a default here would undo the first place.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    _add_options(common)
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="Talk to the skill on a simulated Alexa device. Without a command: a dialogue.",
    )
    _add_options(parser)
    parser.set_defaults(locale="en-US", hearing="ideal", share=DEFAULT_SHARE, seed=0)
    parser.set_defaults(project=_ROOT, document=DOCUMENT, voice=None)
    commands = parser.add_subparsers(dest="command")
    ask = commands.add_parser("ask", parents=[common], help="ask one question as a new user")
    ask.add_argument("words", nargs="+", help="what you would say after the skill's name")
    rendered = (
        "a stretch, an answer or a transcript as a sound file, beside what the speech clock says (needs `make voice`)"
    )
    rendering = commands.add_parser("render", parents=[common], help=rendered)
    rendering.add_argument("what", nargs="+", help="a stretch's id or name, a transcript's file, or a question")
    rendering.add_argument("--out", type=Path, required=True, help="the file to write, such as neck.wav")
    batch = "conversations from stdin, one a line in JSON; simulator/README.md describes them"
    commands.add_parser("batch", parents=[common], help=batch)
    page = commands.add_parser("page", parents=[common], help="the web page, on this computer only")
    port = f"where to begin looking for a free port (default {FIRST_PORT})"
    page.add_argument("--port", type=_port, default=FIRST_PORT, help=port)
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--locale", help="en-US (default), en-GB, en-AU, en-CA or en-IN")
    parser.add_argument("--hearing", choices=("ideal", "device"), help="every word, or with losses (default ideal)")
    parser.add_argument("--share", type=_share, help=f"questions lost by `device`, 0 to 1 (default {DEFAULT_SHARE})")
    parser.add_argument("--project", type=Path, help="where the skill was built, if not here")
    parser.add_argument("--document", type=Path, help="the folder of its document, for the page, if not speech/")
    parser.add_argument("--voice", type=Path, help="where `make voice` put the voice, if it is not found")
    parser.add_argument("--seed", type=int, help="which ones are lost (default 0)")

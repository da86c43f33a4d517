"""`back-coach COMMAND [DOCUMENT]`: from an article to a skill. DOCUMENT is a folder; none is our own."""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from audio.environment import voice_folder
from authoring.command_line.bundle import Bundle, bundle_of
from authoring.command_line.reach import unreached
from authoring.command_line.running import run
from authoring.command_line.skeleton import make_document
from authoring.compiler.declared import Caution
from authoring.compiler.write import compile_into
from deployment.manifest import store_entry
from skill import __version__
from skill.errors import BackCoachError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 where something is to be mended."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except BackCoachError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"the skill does not run: it ended with {error.returncode}", file=sys.stderr)
        return 1


def _new(options: argparse.Namespace) -> int:
    make_document(options.document)
    print(f"{options.document}: made; write article.md, then run 'back-coach check {options.document}'")
    return 0


def _compile(options: argparse.Namespace) -> int:
    bundle = bundle_of(options.document)
    return compile_into(bundle.root, bundle.folders)


def _check(options: argparse.Namespace) -> int:
    bundle = _compiled(options.document)
    if bundle is None:
        return 1
    problems = list(unreached(bundle))
    for problem in problems:
        print(f"{problem} (a caution)" if isinstance(problem, Caution) else problem, file=sys.stderr)
    faults = [problem for problem in problems if not isinstance(problem, Caution)]
    print(f"{len(faults)} questions to mend" if faults else "every question is reached")
    return 1 if faults else 0


def _run(options: argparse.Namespace) -> int:
    return _simulate(options.document, "page", *(("--port", str(options.port)) if options.port else ()))


def _talk(options: argparse.Namespace) -> int:
    return _simulate(options.document)


def _ask(options: argparse.Namespace) -> int:
    return _simulate(options.document, "ask", *options.words)


def _render(options: argparse.Namespace) -> int:
    # The simulator runs in the folder of the bundle; files are named from here.
    what = [str(Path(word).resolve()) if Path(word).is_file() else word for word in options.what]
    return _simulate(options.document, "render", *what, "--out", str(options.out.resolve()))


def _simulate(document: Path | None, *arguments: str) -> int:
    """Compile a document, and run the simulator on its skill, in the first of its locales."""
    bundle = _compiled(document)
    if bundle is None:
        return 1
    folders = bundle.folders
    project = ("--project", str(bundle.root), "--document", str(folders.document.resolve()))
    known = (*project, "--voice", str(voice_folder()))  # looked for from here
    return run(bundle, "simulator", *known, "--locale", folders.properties.locales[0], *arguments)


def _package(options: argparse.Namespace) -> int:
    bundle = _compiled(options.document)
    if bundle is None:
        return 1
    wanted = ("--python", options.python, "--architecture", options.architecture)
    return run(bundle, "deployment", "--root", str(bundle.root), *wanted)


def _store(options: argparse.Namespace) -> int:
    bundle = bundle_of(options.document)
    written = store_entry(bundle.folders, bundle.root, endpoint=options.endpoint)
    return written or store_entry(bundle.folders, bundle.root, check=True)


def _compiled(document: Path | None) -> Bundle | None:
    """The bundle of a document, compiled anew; None where it is faulty, which has been told."""
    bundle = bundle_of(document)
    return None if compile_into(bundle.root, bundle.folders) else bundle


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="back-coach", description="From an article to a skill.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, does: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        if does not in (_ask, _render):
            added.add_argument("document", type=Path, nargs=None if does is _new else "?", help="the document's folder")
        added.set_defaults(command=does)
        return added

    command("new", _new, "make a small document to begin with")
    command("compile", _compile, "compile it into all that its skill is made of")
    command("check", _check, "compile it, and ask the skill each question that it lists")
    command("run", _run, "compile it, and start its skill and the page").add_argument("--port", type=int)
    command("talk", _talk, "compile it, and talk to its skill in the terminal")
    ask = command("ask", _ask, "compile it, and ask its skill one question")
    ask.add_argument("words", nargs="+", help="what you would say after the skill's name")
    ask.add_argument("--document", type=Path, help="the document's folder")
    render = command("render", _render, "compile it, and make a sound file of a stretch, an answer or a transcript")
    render.add_argument("what", nargs="+", help="a stretch's id or name, a transcript's file, or a question")
    render.add_argument("--out", type=Path, required=True, help="the file to write, such as neck.wav")
    render.add_argument("--document", type=Path, help="the document's folder")
    package = command("package", _package, "compile it, and build the package for Lambda")
    package.add_argument("--python", default="3.13")
    package.add_argument("--architecture", default="x86_64")
    store = command("store", _store, "make its entry in the store, and say whether it may be sent")
    store.add_argument("--endpoint", help="ARN of the function or https address of the server; unless given, as it was")
    return parser

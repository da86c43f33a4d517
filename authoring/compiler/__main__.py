"""`python -m authoring.compiler [--check]`: compile a document into everything generated."""

import argparse
import sys
from pathlib import Path

from authoring.compiler.build import COMPILED, compile_all, compile_commands, stale, write
from authoring.compiler.index import stale_index, write_index
from skill.errors import CompiledFilesError, DocumentError


def main() -> int:
    """Compile, or with `--check` say which compiled files are stale. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.compiler", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    try:
        if not arguments.check:
            write(arguments.root, compile_commands(arguments.root, arguments.document))
        compiled = compile_all(arguments.root, arguments.document)
    except DocumentError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} to mend; nothing was compiled", file=sys.stderr)
        return 1
    for caution in compiled.cautions:
        print(f"{caution} (a caution)", file=sys.stderr)
    files = compiled.files
    changed = stale(arguments.root, files)
    folder, index = arguments.root / COMPILED, ""
    try:
        index = stale_index(folder, compiled.indexed)
        if index and not arguments.check:
            write_index(folder, compiled.indexed)
    except CompiledFilesError as error:
        print(f"{error} (a caution: there is no index of the document without it)", file=sys.stderr)
    if arguments.check:
        for path in changed:
            message = f"{path}: is stale; run 'python -m authoring.compiler'"
            print(message, file=sys.stderr)
        if index:
            print(index, file=sys.stderr)
        return 1 if changed or index else 0
    write(arguments.root, files)
    print(f"compiled {len(files)} files, {len(changed)} of them changed")
    if compiled.questions_left_out:
        print(f"{compiled.questions_left_out} questions had no room in the interaction model")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m authoring.compiler [--check]`: compile a document into everything generated."""

import argparse
import sys
from pathlib import Path

from authoring.compiler.write import compile_into
from authoring.document.folders import find_folders
from skill.errors import DocumentError


def main() -> int:
    """Compile, or with `--check` say which compiled files are stale. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m authoring.compiler", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--document", default="", help="folder in speech/; not needed where there is only one")
    arguments = parser.parse_args()
    try:
        folders = find_folders(arguments.root / "speech", arguments.document)
    except DocumentError as error:
        print(error, file=sys.stderr)
        return 1
    return compile_into(arguments.root, folders, check=arguments.check)


if __name__ == "__main__":
    sys.exit(main())

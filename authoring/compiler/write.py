"""Compiles a document and writes what comes of it, or says what of it is stale; either is told on the terminal."""

import sys
from pathlib import Path

from authoring.compiler.build import COMPILED, Compiled, compile_commands, compile_document, stale, write
from authoring.compiler.index import stale_index, write_index
from authoring.document.folders import Folders
from skill.errors import CompiledFilesError, DocumentError


def compile_into(root: Path, folders: Folders, *, check: bool = False) -> int:
    """Compile a document. Returns the exit status: 1 if it is faulty, or if something is stale that was to be checked.

    Args:
        root: where what is generated belongs, laid out as the project.
        folders: the document.
        check: write nothing, and say which compiled files are stale.
    """
    try:
        if not check:
            write(root, compile_commands(folders))
        compiled = compile_document(root, folders)
    except DocumentError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} to mend; nothing was compiled", file=sys.stderr)
        return 1
    for caution in compiled.cautions:
        print(f"{caution} (a caution)", file=sys.stderr)
    changed = stale(root, compiled.files)
    index = _index(root / COMPILED, compiled, check=check)
    if check:
        for path in changed:
            print(f"{path}: is stale; run 'python -m authoring.compiler'", file=sys.stderr)
        if index:
            print(index, file=sys.stderr)
        return 1 if changed or index else 0
    write(root, compiled.files)
    print(f"compiled {len(compiled.files)} files, {len(changed)} of them changed")
    if compiled.questions_left_out:
        print(f"{compiled.questions_left_out} questions had no room in the interaction model")
    return 0


def _index(folder: Path, compiled: Compiled, *, check: bool) -> str:
    """Make the index anew where it is stale, unless that is only checked. Returns why it is; empty if it is not."""
    try:
        reason = stale_index(folder, compiled.indexed)
        if reason and not check:
            write_index(folder, compiled.indexed)
    except CompiledFilesError as error:
        print(f"{error} (a caution: there is no index of the document without it)", file=sys.stderr)
        return ""
    return reason

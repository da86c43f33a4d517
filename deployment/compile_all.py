"""Compile every module under a folder, checked by hash: `compile_all.py FOLDER NAME-OF-FOLDER-IN-TRACEBACKS`.

Runs in the Python that it compiles for, with nothing installed.
"""

import py_compile
import sys
import warnings
from pathlib import Path


def main(folder: str, name: str) -> int:
    """Compile, and return how many modules that were. Raises `py_compile.PyCompileError`."""
    warnings.simplefilter("ignore")  # about other people's modules
    modules = sorted(Path(folder).rglob("*.py"))
    for module in modules:
        shown = f"{name}/{module.relative_to(folder).as_posix()}"
        mode = py_compile.PycInvalidationMode.CHECKED_HASH
        py_compile.compile(str(module), None, shown, doraise=True, invalidation_mode=mode)
    return len(modules)


if __name__ == "__main__":
    main(*sys.argv[1:])

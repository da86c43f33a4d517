"""Compile every module under a folder, checked by hash: `compile_all.py FOLDER NAME-OF-FOLDER-IN-TRACEBACKS`.

Runs in the Python that it compiles for, with nothing installed.
"""

import sys
import warnings
from pathlib import Path
from py_compile import PycInvalidationMode, compile


def main(folder: str, name: str) -> int:
    """Compile, and return how many modules that were. Raises `py_compile.PyCompileError`."""
    warnings.simplefilter("ignore")  # about other people's modules
    modules = sorted(Path(folder).rglob("*.py"))
    for module in modules:
        shown = f"{name}/{module.relative_to(folder).as_posix()}"
        compile(str(module), None, shown, doraise=True, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return len(modules)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A hand-written YAML file: read, or a fault that names its line."""

from pathlib import Path
from typing import Any

import yaml

from skill.errors import DocumentError, Problem


def read_yaml(path: Path) -> Any:
    """What the file says.

    Raises:
        DocumentError: it is missing or is not YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentError((Problem(path, 0, f"cannot be read ({error.strerror})"),)) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DocumentError((Problem(path, line, f"is not YAML: {error.problem}"),)) from error

"""`python -m authoring`: the command `back-coach`, where it is not installed."""

import sys

from authoring.command_line.commands import main

if __name__ == "__main__":
    sys.exit(main())

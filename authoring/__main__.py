"""`python -m authoring COMMAND [DOCUMENT]`: from an article to a skill."""

import sys

from authoring.command_line.commands import main

if __name__ == "__main__":
    sys.exit(main())

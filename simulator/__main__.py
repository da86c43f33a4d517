"""`python -m simulator`: the command line, once it is sure that what it needs is installed."""

import sys

from simulator.command_line.installed import require

require()

from simulator.command_line.commands import main

if __name__ == "__main__":
    sys.exit(main())

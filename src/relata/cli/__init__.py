"""The command line: how is Relata used from a terminal?

In: arguments. Out: results on stdout, everything else on stderr, and an exit code: 0 all done, 1 some skipped, 2 wrong use.
Each command is a file of a few lines over plain functions that return data. Left out: coding, SQL, measuring.
"""

from .app import main

__all__ = ["main"]

"""Where does output go, and how is it written?

Out: rich consoles for tables (stdout) and notes (stderr), and exact lines for pipes. Left out: what is shown.
"""

from __future__ import annotations

import sys
from typing import Final, NoReturn, TextIO

from rich.console import Console

PLAIN_WIDTH: Final = 80  # columns where there is no terminal to ask
FILE_WIDTH: Final = 120


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError  # rich would end the process by itself, with an exit code that means "some skipped"


def out() -> Console:
    """For results; as wide as the terminal, 80 columns into a pipe. Made anew each time, since tests replace stdout."""
    return _console(sys.stdout.isatty(), stderr=False)


def err() -> Console:
    """For notes, skips and progress."""
    return _console(sys.stderr.isatty(), stderr=True)


def to_text(stream: TextIO) -> Console:
    """For a table that goes into a file: as wide as a page, without colours."""
    return Console(file=stream, width=FILE_WIDTH, highlight=False, emoji=False, markup=False, color_system=None)


def write_line(line: str) -> None:
    """One line to stdout as UTF-8, whatever the locale says: pipes and files get the same bytes everywhere."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def note(line: str) -> None:
    """One line to stderr, never wrapped, so that one skip is one line; the caller has made it safe."""
    print(line, file=sys.stderr, flush=True)


def _console(is_terminal: bool, *, stderr: bool) -> Console:
    return _Console(stderr=stderr, width=None if is_terminal else PLAIN_WIDTH, highlight=False, soft_wrap=False, emoji=False, markup=False)

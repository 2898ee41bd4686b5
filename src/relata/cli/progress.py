"""How far is it?

In: how many articles there will be, as well as can be known, and a call for each that is done. Out, on stderr: a bar with the rate and
the time left on a terminal, a line now and then into a log. Left out: results.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, Self

from rich import progress as bars
from rich.text import Text

from . import console

FIRST_LINE_AFTER: Final = 2.0  # seconds; what is done by then needs no progress
LINE_EVERY: Final = 10.0  # seconds between lines in a log
SOME: Final = 2  # articles from which on the rate tells something


class Progress:
    """Counts articles and shows how far it is. Use it in a `with` statement.

    Args:
        total: how many there will be; None where nobody knows. Too low a number grows as it is passed.
        beside_results: results go to the same terminal; they show how far it is by themselves.
    """

    def __init__(self, total: int | None, *, beside_results: bool = False) -> None:
        self.total = total
        self.n_done = 0
        self._started = time.monotonic()
        self._last_line = self._started + FIRST_LINE_AFTER - LINE_EVERY
        self._bar = _bar() if sys.stderr.isatty() and not beside_results else None
        self._lines = self._bar is None and not sys.stderr.isatty()
        self._task = self._bar.add_task("Reading", total=total) if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, n: int = 1) -> None:
        """So many more articles are done with."""
        self.n_done += n
        if self.total is not None:
            self.total = max(self.total, self.n_done)
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=self.n_done, total=self.total)
        elif self._lines and time.monotonic() - self._last_line >= LINE_EVERY:
            self._last_line = time.monotonic()
            console.note(self._line())

    def note(self, line: str) -> None:
        """A line on stderr that does not tear the bar."""
        if self._bar:
            self._bar.console.print(Text(line), soft_wrap=True)
        else:
            console.note(line)

    def _line(self) -> str:
        seconds = time.monotonic() - self._started
        rate = self.n_done / seconds
        if self.total is None:
            return f"read {self.n_done} articles, {rate:.1f} a second"
        if self.n_done < SOME:
            return f"read {self.n_done} of {self.total} articles"  # the first ones also wait for the model
        return (
            f"read {self.n_done} of {self.total} articles, {rate:.1f} a second, about {_duration((self.total - self.n_done) / rate)} left"
        )


class _Rate(bars.ProgressColumn):
    def render(self, task: bars.Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f} a second", style="progress.data.speed")


def _bar() -> bars.Progress:
    return bars.Progress(
        bars.TextColumn("{task.description}"),
        bars.BarColumn(bar_width=None),
        bars.MofNCompleteColumn(),
        _Rate(),
        bars.TimeRemainingColumn(),
        console=console.err(),
        transient=True,
        redirect_stdout=False,
    )


def _duration(seconds: float) -> str:
    """``40 s``, ``12 min``, ``3 h``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.0f} h"

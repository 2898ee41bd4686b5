"""When may ctrl-C break off what is being done?

Anywhere but in the middle of asking or writing a ledger: DuckDB would break off its query there and raise an error of its own, and a batch
that is all but written would be lost. It is heard as soon as that is over, in less than a second.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# What DuckDB says, as a RuntimeError, where it heard ctrl-C itself.
BROKEN_OFF: Final = "Query interrupted"


@contextmanager
def unbroken() -> Iterator[None]:
    """Put off an interrupt until the end of the block. Other threads than the main one are not interrupted anyway."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if heard:
            signal.raise_signal(signal.SIGINT)

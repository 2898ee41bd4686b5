"""What a watch remembers from one start to the next: which entries were read, and how each feed is to be asked.

In and out: a file beside the ledger, to which a line of JSON is added for each thing learned, so that a kill at any moment loses at most
the line being written. It is written anew when it is opened; what no feed has shown for a while is forgotten then.
Left out: what the entries hold, which is the ledger's.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from relata.errors import IngestError

FORGET_AFTER: Final = 90  # days since a feed last showed an entry
SHOW_AGAIN_AFTER: Final = 30  # days after which one that is still shown is noted again


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed is to be asked next.

    Attributes:
        etag, modified: what its latest answer that was read in full was marked with.
        failures: how often in a row it could not be had.
        not_before: seconds since 1970 before which it is left alone; 0 where nothing speaks against asking.
    """

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    not_before: float = 0.0


class Memory:
    """The open file. Use it in a `with` statement; one process at a time. Raises IngestError where it cannot be used.

    Args:
        today: the day, for tests.
    """

    def __init__(self, path: Path, *, today: Callable[[], dt.date] = dt.date.today) -> None:
        self._path = path
        self._today = today
        self._feeds: dict[str, FeedState] = {}
        self._seen: dict[str, dt.date] = {}
        self._tries: dict[str, int] = {}
        try:
            self._lock = path.with_name(f".{path.name}.lock").open("ab")
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._load()
                self._write_anew()
                self._file = path.open("a", encoding="utf-8")
            except BaseException:
                self._lock.close()
                raise
        except BlockingIOError:
            raise IngestError(f"{path}: another watch is using it. Stop that one, or give it and this one different ledgers.") from None
        except OSError as error:
            raise IngestError(f"{path}: cannot be written ({error.strerror}). Check the permission and that the disk has room.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
        self._lock.close()

    def feed(self, url: str) -> FeedState:
        return self._feeds.get(url, FeedState())

    def set_feed(self, url: str, state: FeedState) -> None:
        if state != self.feed(url):
            self._feeds[url] = state
            self._add([{"feed": url, **asdict(state)}])

    def is_seen(self, key: str) -> bool:
        """Whether an entry was read or given up before."""
        return key in self._seen

    def see(self, keys: Iterable[str]) -> None:
        """These entries are done with, or still stand in a feed."""
        today = self._today()
        old = today - dt.timedelta(days=SHOW_AGAIN_AFTER)
        new = [key for key in dict.fromkeys(keys) if self._seen.get(key, dt.date.min) <= old]
        for key in new:
            self._seen[key] = today
            self._tries.pop(key, None)
        self._add({"seen": key, "day": today.isoformat()} for key in new)

    def tried(self, key: str) -> int:
        """Note another vain try at an entry; how many there were."""
        self._tries[key] = self._tries.get(key, 0) + 1
        self._add([{"tried": key, "times": self._tries[key]}])
        return self._tries[key]

    def _add(self, facts: Iterable[dict[str, Any]]) -> None:
        self._file.writelines(json.dumps(fact) + "\n" for fact in facts)
        self._file.flush()

    def _load(self) -> None:
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                try:
                    self._learn(json.loads(line))
                except (ValueError, TypeError, KeyError) as error:
                    if line.endswith("\n"):  # the last may have been cut by a kill
                        raise IngestError(f"{self._path}:{number}: not written by `relata watch` ({error}). Name another ledger.") from None

    def _learn(self, fact: dict[str, Any]) -> None:
        if "feed" in fact:
            url = fact.pop("feed")
            self._feeds[url] = FeedState(**fact)
        elif "tried" in fact:
            self._tries[fact["tried"]] = int(fact["times"])
        else:
            self._seen[fact["seen"]] = dt.date.fromisoformat(fact["day"])
            self._tries.pop(fact["seen"], None)

    def _write_anew(self) -> None:
        """The file with one line for each thing that still counts."""
        oldest = self._today() - dt.timedelta(days=FORGET_AFTER)
        self._seen = {key: day for key, day in self._seen.items() if day >= oldest}
        part = self._path.with_name(f".{self._path.name}.part")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(fact) + "\n" for fact in self._facts())
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)

    def _facts(self) -> Iterator[dict[str, Any]]:
        yield from ({"feed": url, **asdict(state)} for url, state in self._feeds.items())
        yield from ({"seen": key, "day": day.isoformat()} for key, day in self._seen.items())
        yield from ({"tried": key, "times": times} for key, times in self._tries.items())

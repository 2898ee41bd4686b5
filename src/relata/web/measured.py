"""How do pages get measures quickly?

Takes a ledger file and what is asked; gives results of `relations`, each computed once and kept while the file stays as it is.
Left out on purpose: what a page shows of them (`dyad`, `network`, `system`).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from relata import store
from relata.charts.atlas import Names, known_names
from relata.relations import (
    ORDER_TOPICS,
    RELATION_TOPICS,
    By,
    Changes,
    Claims,
    Network,
    Resampling,
    Score,
    Series,
    Split,
    System,
    Vows,
    beside,
    changes,
    series,
    system,
    vows,
)
from relata.relations.network import network_of
from relata.relations.system import system_of
from relata.relations.windows import windows

from .asked import DyadFilter, MeasureFilter, NetworkFilter, SystemFilter
from .kept import OfLedger

DRAWS: Final = 100  # a page waits for them; the commands draw 200 unless told otherwise
KEPT: Final = 200  # results; a table of a busy pair takes some megabytes
HOW: Final = Resampling(n=DRAWS)

Result = TypeVar("Result")


class Measured:
    """Measures of one ledger. Every method is safe to call from several threads."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self.keep = OfLedger(db, KEPT).keep
        self._page = threading.local()

    def series(self, asked: DyadFilter, *, by: By | None = None, split: Split | None = None) -> Series:
        """The pair by period, or by the period given and split into groups."""
        one, other = _sides(asked)
        by = by or By(asked.by)

        def make() -> Series:
            coverage = self._coverage(asked, by_outlet_country=split == "outlet")
            acts = self._acts(asked, split)
            score: Score = "goldstein" if asked.score == "goldstein" else "plover"
            # The whole is from the beginning of the first period, so that it is the sum of what the page shows by period.
            since, until = self.covered(asked) if by is By.ALL else (asked.since, asked.until)
            days = {"since": since, "until": until}
            return series(acts, coverage, one=one, other=other, by=by, score=score, split=split, resampling=HOW, **days)

        return self.keep(("series", one, other, by, by is By.ALL and asked.by, split, asked.score, *asked.rows().values()), make)

    def changes(self, asked: DyadFilter) -> Changes:
        """Where the mean score shifts."""
        measured = self.series(asked)
        key = ("changes", measured.one, measured.other, measured.by, asked.score, *asked.rows().values())
        return self.keep(key, lambda: changes(measured, measure="score_mean", resampling=HOW))

    def vows(self, asked: DyadFilter) -> Vows:
        one, other = _sides(asked)

        def make() -> Vows:
            acts = self._query("acts", one, other, statuses=(*store.ACTED, "planned"), **asked.rows())
            last: list[Any] = self._query("coverage", outlet=asked.outlet)["day"].to_pylist()[-1:]
            return vows(acts, covered_until=last[0] if last else None, by=By(asked.by), resampling=HOW)

        return self.keep(("vows", one, other, asked.by, *asked.rows().values()), make)

    def claims(self, asked: DyadFilter) -> Claims:
        """What was claimed or foretold of two countries, beside their mean score."""
        one, other = _sides(asked)

        def make() -> Claims:
            said = self._query("claims", RELATION_TOPICS, pair=(one, other), since=asked.since, until=asked.until, outlet=asked.outlet)
            return beside(said, self.series(asked).table, {"relation": "score_mean"})

        return self.keep(("claims", one, other, asked.by, asked.score, *asked.rows().values()), make)

    def network(self, asked: NetworkFilter) -> Network:
        return self._whole(asked)[0]

    def system(self, asked: SystemFilter | NetworkFilter) -> System:
        """By the period asked; of a network's window, in one."""
        if isinstance(asked, NetworkFilter):
            return self._whole(asked)[1]
        by = By(asked.by)

        def make() -> System:
            return system(self._ties(asked), self._coverage(asked), by=by, resampling=HOW, **_options(asked))

        return self.keep(("system", by, asked.score, asked.states, asked.min_events, *asked.rows().values()), make)

    def _whole(self, asked: NetworkFilter) -> tuple[Network, System]:
        """Both of the whole time, which the page of the network shows: what they are made from is gone through once."""

        def make() -> tuple[Network, System]:
            found = list(windows(self._ties(asked), self._coverage(asked), by=By.ALL, **_options(asked)))
            how: Any = {"by": By.ALL, "score": asked.score, "how": HOW}
            return network_of(found, **how), system_of(found, **how)

        return self.keep(("whole", asked.score, asked.states, asked.min_events, *asked.rows().values()), make)

    def busiest(self) -> list[dict[str, Any]]:
        """The pairs with most acts, as the network of the whole time counts them."""

        def make() -> list[dict[str, Any]]:
            since, until = self.covered(NetworkFilter())
            found: list[dict[str, Any]] = self._query("busiest", since=since, until=until).to_pylist()
            return found

        return self.keep("busiest", make)

    def order_claims(self, asked: SystemFilter) -> Claims:
        """What was claimed or foretold of the order of states, beside the measure that bears on it."""

        def make() -> Claims:
            said = self._query("claims", ORDER_TOPICS, since=asked.since, until=asked.until, outlet=asked.outlet)
            return beside(said, self.system(asked).table, {topic: topic for topic in ORDER_TOPICS}, periods=1)

        return self.keep(("order", asked.by, asked.score, asked.states, asked.min_events, *asked.rows().values()), make)

    def covered(self, asked: MeasureFilter) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day that a measure of the whole time counts acts of: those asked for, or the ledger's."""
        coverage = self._coverage(asked)
        if not coverage.num_rows:
            return asked.since, asked.until
        first: dt.date = coverage["day"][0].as_py()
        last: dt.date = coverage["day"][-1].as_py()
        if isinstance(asked, DyadFilter):
            first = _beginning(first, By(asked.by))
        return asked.since or first, asked.until or last

    def names(self) -> Names:
        """What states are called, those that only this ledger knows too."""
        return self.keep("names", lambda: Names(self._query("state_names", but=known_names())))

    def ask(self, key: Hashable, question: Callable[[DuckDBPyConnection], Result]) -> Result:
        """The answer to a question to the ledger that depends on the key alone."""
        return self.keep(key, lambda: self._ask(question))

    def sentences(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Event ids to the article they are of and the words they rest on."""
        asked = sorted(set(ids))
        return self.keep(("sentences", *asked), lambda: self._query("sentences", asked)) if asked else {}

    def _acts(self, asked: DyadFilter, split: Split | None) -> pa.Table:
        one, other = _sides(asked)
        # For the page that splits by both they are asked for once.
        wide = split in ("level", "third") or (asked.view == "who" and split != "outlet")
        more = {"by_outlet_country": split == "outlet", "roles": wide, "thirds": wide}
        key = ("acts", one, other, *more.values(), *asked.rows().values())
        found: pa.Table = self.keep(key, lambda: self._query("acts", one, other, **more, **asked.rows()))
        return found

    def _ties(self, asked: SystemFilter | NetworkFilter) -> pa.Table:
        key = ("ties", asked.states, *asked.rows().values())
        found: pa.Table = self.keep(key, lambda: self._query("ties", states=asked.states, **asked.rows()))
        return found

    def _coverage(self, asked: MeasureFilter, *, by_outlet_country: bool = False) -> pa.Table:
        options = {"since": asked.since, "until": asked.until, "outlet": asked.outlet, "by_outlet_country": by_outlet_country}
        found: pa.Table = self.keep(("coverage", *options.values()), lambda: self._query("coverage", **options))
        return found

    @contextmanager
    def page(self) -> Iterator[None]:
        """All questions that are asked in here, by this thread, share one opening of the file; between pages it is free for a writer."""
        self._page.open = None
        try:
            yield
        finally:
            con = self._page.open
            del self._page.open
            if con is not None:
                con.close()

    def _query(self, name: str, *args: Any, **options: Any) -> Any:
        return self._ask(lambda con: getattr(store, name)(con, *args, **options))

    def _ask(self, question: Callable[[DuckDBPyConnection], Result]) -> Result:
        if not hasattr(self._page, "open"):  # nobody makes a page here
            with self.page():
                return self._ask(question)
        if self._page.open is None:
            self._page.open = store.open_read_only(self._db)
        return question(self._page.open)


def _sides(asked: DyadFilter) -> tuple[str, str]:
    sides = asked.sides
    if sides is None:
        raise ValueError("a dyad needs two sides; ask for them only where both are named")
    return sides


def _beginning(day: dt.date, by: By) -> dt.date:
    first: dt.date = by.start(by.number(np.array([day], dtype="M8[D]")))[0].item()
    return first


def _options(asked: SystemFilter | NetworkFilter) -> dict[str, Any]:
    days: dict[str, dt.date | None] = {"since": asked.since, "until": asked.until}
    return {"score": asked.score, "min_events": asked.min_events, **days}

"""A ledger open for questions: the Python way in.

In: a path. Out: Arrow tables, from which pandas (`to_pandas`), Polars (`polars.from_arrow`), R and Parquet are one step away.
Left out: writing (`ledger`), what the filters mean (`queries`), measures (`relations`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

import duckdb
from duckdb import DuckDBPyConnection

from ..errors import StoreError
from . import holdings, parties, queries, rebuild, spells
from .opening import open_read_only

Filters = ParamSpec("Filters")
Result = TypeVar("Result")


def _asked(query: Callable[Concatenate[DuckDBPyConnection, Filters], Result]) -> Callable[Concatenate[LedgerReader, Filters], Result]:
    """The query as a method, with the same filters and docstring."""

    def ask(self: LedgerReader, /, *args: Filters.args, **filters: Filters.kwargs) -> Result:
        try:
            return query(self._con, *args, **filters)
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: cannot be read. ({error})") from error

    functools.update_wrapper(ask, query)
    return ask


class LedgerReader:
    """A ledger, read only: several processes may read it while none writes. Use it in a `with` statement; threads may share it.

        with relata.open_ledger("news.duckdb") as ledger:
            table = ledger.events(pair=("NOR", "KEN"), since=date(2022, 5, 1), limit=None)

    Every method takes filters by name and gives an Arrow table, `article` and `counts` a dictionary. Raises StoreError for a file that is
    no ledger, that a writer has open, or that a newer Relata wrote.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._con = open_read_only(self.path)

    articles = _asked(queries.articles)
    events = _asked(queries.events)
    tellings = _asked(queries.tellings)
    statements = _asked(queries.statements)
    actors = _asked(queries.actors)
    pairs = _asked(parties.pairs)
    partners = _asked(parties.partners)
    roles = _asked(spells.roles)
    skips = _asked(holdings.skips)
    runs = _asked(holdings.runs)
    counts = _asked(holdings.counts)
    article = _asked(rebuild.article)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()


def open_ledger(path: Path | str) -> LedgerReader:
    """Open a ledger for questions (`LedgerReader`)."""
    return LedgerReader(path)

"""How does a ledger get rid of readings that no longer count?

In: a path. Out: a ledger without them, and how much smaller it is. Left out: which readings count (`ledger`).

What is kept is copied into a new file, which then takes the old one's place at once: a kill or a full disk leaves the old ledger as it
was, and the room is free for others, which deleting rows in place would not give.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..errors import StoreError
from . import tallies, wording
from .opening import open_for_writing
from .rows import TABLES

_KEPT = "article_key NOT IN (SELECT article_key FROM superseded)"
_OF_KEPT_STATEMENTS = f"statement_key IN (SELECT key FROM statements WHERE {_KEPT})"
_OF_KEPT_EVENTS = f"event_key IN (SELECT key FROM events WHERE {_KEPT})"
# Tables in which not all rows are kept.
_WHICH = {
    "texts": "sha IN (SELECT text_sha FROM articles WHERE key NOT IN (SELECT article_key FROM superseded))",
    "articles": "key NOT IN (SELECT article_key FROM superseded)",
    **dict.fromkeys(("actors", "roles", "mentions", "statements", "events", "occurrences", "fresh_occurrences"), _KEPT),
    **dict.fromkeys(("contents", "chain", "about", "claims", "fragments"), _OF_KEPT_STATEMENTS),
    "evidence": _OF_KEPT_EVENTS,
    "names": f"id IN (SELECT id FROM actors WHERE {_KEPT})",
}
# Parents before children, as foreign keys want it.
_ORDER = ("runs", *TABLES, "names", "stories", "signatures", "acts", *tallies.TABLES, *wording.TABLES, "skips")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What pruning did: readings removed, and bytes of the file before and after."""

    readings: int
    before: int
    after: int


def prune(path: Path) -> Pruned:
    """Remove all superseded readings with their rows, and texts that no reading uses. Runs stay listed.

    It needs room for a second file beside the first while it works. Where nothing is superseded the file is left as it is. Raises
    StoreError, with the ledger as it was, where it is in use or cannot be written.
    """
    path = Path(path)
    if not path.exists():
        raise StoreError(f"{path}: no such ledger. Check the path.")
    new = path.with_name(f".{path.name}.pruned")
    con = open_for_writing(path)
    try:
        con.execute("CHECKPOINT")
        ((readings,),) = con.execute("SELECT count(*) FROM superseded").fetchall()
        before = path.stat().st_size
        if not readings:
            return Pruned(0, before, before)
        new.unlink(missing_ok=True)
        open_for_writing(new).close()
        _copy(con, new)
        after = new.stat().st_size
        os.replace(new, path)
    except (duckdb.Error, OSError) as error:
        raise StoreError(f"{path}: could not be pruned and is as it was. Check that the disk has room for a copy. ({error})") from error
    finally:
        con.close()
        for left in (new, new.with_name(f"{new.name}.wal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    return Pruned(readings, before, after)


def _copy(con: duckdb.DuckDBPyConnection, new: Path) -> None:
    name = str(new).replace("'", "''")
    con.execute(f"ATTACH '{name}' AS pruned")
    for table in _ORDER:
        con.execute(f"INSERT INTO pruned.{table} SELECT * FROM {table} WHERE {_WHICH.get(table, 'true')}")
    con.execute("DETACH pruned")

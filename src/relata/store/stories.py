"""Which story does an article belong to? The store's side of finding near-copies.

In: texts that are new to the ledger, and what finds copies among all that it was told of (`relata.ingest.stories.Copies`). Out: rows of
`signatures` and `stories`. Left out: what makes a copy.

Articles join the story of what they copy, and a text that copies articles of two stories makes them one. A story is named by its first
article. Names that users gave are kept. An article without copies has no row in `stories` and is its own story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from duckdb import DuckDBPyConnection

CHUNK = 4096  # rows read at once


class Signature(Protocol):
    """What is kept of a text."""

    @property
    def values(self) -> bytes: ...

    @property
    def size(self) -> int: ...


class FindsCopies(Protocol):
    """What is asked of `relata.ingest.stories.Copies`."""

    def needs_from(self, n: int) -> int: ...

    def sign(self, text: str) -> Signature | None: ...

    def add(self, article_id: str, values: bytes, size: int) -> None: ...

    def of(self, signature: Any) -> list[str]: ...


def load(con: DuckDBPyConnection, copies: FindsCopies) -> int:
    """Tell `copies` of the articles it needs, oldest first; gives the number of the next signature."""
    ((next_n,),) = con.execute("SELECT coalesce(max(n) + 1, 0) FROM signatures").fetchall()
    sql = 'SELECT article_id, "values", size FROM signatures WHERE n >= ? ORDER BY n'
    with con.cursor() as cursor:
        cursor.execute(sql, [copies.needs_from(next_n)])
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                copies.add(*row)
    return int(next_n)


def unsigned(con: DuckDBPyConnection) -> Iterable[list[tuple[str, str]]]:
    """Ids and texts of articles that were kept without a signature, oldest first, in batches."""
    sql = """SELECT a.id, t.text FROM articles a JOIN texts t ON t.sha = a.text_sha
             WHERE a.id NOT IN (SELECT article_id FROM signatures)
             QUALIFY row_number() OVER (PARTITION BY a.id ORDER BY a.key) = 1 ORDER BY a.key"""
    with con.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(CHUNK):
            yield rows


class Grouping:
    """Gives new articles their stories, batch by batch, within the ledger's transactions."""

    def __init__(self, con: DuckDBPyConnection, copies: FindsCopies) -> None:
        self._con = con
        self._copies = copies
        self._next = load(con, copies)

    def rows(self, texts: Sequence[tuple[str, str]], given: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows for `signatures` and for `stories`, of ids with their texts. `given` are stories that users gave. Merges stories at once."""
        signatures: list[dict[str, Any]] = []
        copied: dict[str, list[str]] = {}
        for id_, text in texts:
            signature = self._copies.sign(text)
            if signature is None:
                continue
            copied[id_] = self._copies.of(signature)
            self._copies.add(id_, signature.values, signature.size)
            signatures.append({"n": self._next, "article_id": id_, "size": signature.size, "values": signature.values})
            self._next += 1
        stories = _Stories(self._con, {*copied, *given, *(old for olds in copied.values() for old in olds)})
        stories.changed.update(given)
        for id_, olds in copied.items():
            if olds:
                stories.join(id_, olds)
        return signatures, [{"article_id": id_, "story": story} for id_, story in stories.changed.items()]


class _Stories:
    """The stories of some articles as the file has them, and what changes of them."""

    def __init__(self, con: DuckDBPyConnection, ids: Iterable[str]) -> None:
        self._con = con
        sql = "SELECT article_id, story FROM stories WHERE article_id IN (SELECT unnest(?::VARCHAR[]))"
        self._known: dict[str, str] = dict(con.execute(sql, [sorted(ids)]).fetchall())
        self.changed: dict[str, str] = {}

    def join(self, new: str, olds: list[str]) -> None:
        """Put an article into the story of those it copies, the best copy first."""
        own = self._of(new)
        told = list(dict.fromkeys(story for old in olds if (story := self._of(old)) is not None))
        story = own or (told[0] if told else olds[0])
        self.changed.update({id_: story for id_ in (new, *olds) if self._of(id_) is None})
        for other in told:
            if other != story and self._of(other) == other:  # named by its first article, so no user's
                self._merge(other, story)

    def _of(self, id_: str) -> str | None:
        if id_ not in self.changed and id_ not in self._known:
            found = self._con.execute("SELECT story FROM stories WHERE article_id = ?", [id_]).fetchone()
            if found is None:
                return None
            self._known[id_] = found[0]
        return self.changed.get(id_) or self._known.get(id_)

    def _merge(self, old: str, new: str) -> None:
        self._con.execute("UPDATE stories SET story = ? WHERE story = ?", [new, old])
        for stories in (self._known, self.changed):
            stories.update({id_: new for id_, story in stories.items() if story == old})

"""Which story does an article belong to? The store's side of finding near-copies.

In: texts that are new to the ledger, and what finds copies among all that it was told of (`relata.ingest.stories.Copies`). Out: rows of
`signatures` and `stories`. Left out: what makes a copy.

Articles join the story of what they copy, and a text that copies articles of two stories makes them one. A story is named by its first
article. Names that users gave are kept. An article without copies has no row in `stories` and is its own story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from duckdb import DuckDBPyConnection

CHUNK = 1000  # texts read at once


class Signature(Protocol):
    """What is kept of a text."""

    @property
    def values(self) -> bytes: ...

    @property
    def size(self) -> int: ...


class SignsTexts(Protocol):
    """What is asked of `relata.ingest.stories.Copies` where articles are written."""

    def sign(self, text: str) -> Signature | None: ...


class FindsCopies(SignsTexts, Protocol):
    """And where their copies are looked for."""

    def needs_from(self, n: int) -> int: ...

    def add(self, ids: Sequence[str], values: bytes, sizes: Sequence[int]) -> None: ...

    def join(self, articles: Sequence[tuple[str, Any]]) -> list[list[str]]: ...


def load(con: DuckDBPyConnection, copies: FindsCopies) -> int:
    """Tell `copies` of the articles it needs, oldest first; gives the number of the next signature."""
    ((next_n,),) = con.execute("SELECT coalesce(max(n) + 1, 0) FROM signatures").fetchall()
    sql = 'SELECT article_id, "values", size FROM signatures WHERE n >= $first ORDER BY n'
    table = con.sql(sql, params={"first": copies.needs_from(next_n)}).to_arrow_table()
    copies.add(table["article_id"].to_pylist(), b"".join(table["values"].to_pylist()), table["size"].to_pylist())
    return int(next_n)


def unsigned(con: DuckDBPyConnection) -> Iterator[list[tuple[str, str]]]:
    """Ids and texts of articles that were kept without a signature, oldest first, in batches."""
    counts = "(SELECT count(*) FROM articles) - (SELECT count(*) FROM superseded) - (SELECT count(*) FROM signatures)"
    if con.execute(f"SELECT {counts}").fetchall() == [(0,)]:
        return
    sql = """SELECT id, arg_min(text_sha, key) FROM articles WHERE id NOT IN (SELECT article_id FROM signatures)
             GROUP BY id ORDER BY min(key)"""
    rows = con.execute(sql).fetchall()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        written = ", ".join(f"'{sha}'" for _, sha in chunk)  # written out they are found by index
        texts = dict(con.execute(f"SELECT sha, text FROM texts WHERE sha IN ({written})").fetchall())
        yield [(id_, texts[sha]) for id_, sha in chunk]


class Grouping:
    """Gives new articles their stories, batch by batch, within the ledger's transactions."""

    def __init__(self, con: DuckDBPyConnection, copies: FindsCopies) -> None:
        self._con = con
        self._copies = copies
        self._next = load(con, copies)

    def rows(self, texts: Sequence[tuple[str, str]], given: dict[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows for `signatures` and for `stories`, of ids with their texts. `given` are stories that users gave. Merges stories at once."""
        made = [(id_, self._copies.sign(text)) for id_, text in texts]
        signed = [(id_, signature) for id_, signature in made if signature is not None]
        signatures = [
            {"n": n, "article_id": id_, "size": signature.size, "values": signature.values}
            for n, (id_, signature) in enumerate(signed, start=self._next)
        ]
        signatures += [{"n": None, "article_id": id_, "size": 0, "values": b""} for id_, signature in made if signature is None]
        self._next += len(signed)
        return signatures, self.stories(signed, given)

    def stories(self, signed: Sequence[tuple[str, Signature]], given: dict[str, str]) -> list[dict[str, Any]]:
        """Rows for `stories` of articles that are signed already."""
        copied = dict(zip((id_ for id_, _ in signed), self._copies.join(signed), strict=True))
        stories = _Stories(self._con, {*copied, *given, *(old for olds in copied.values() for old in olds)})
        stories.changed.update(given)
        for id_, olds in copied.items():
            if olds:
                stories.join(id_, olds)
        return [{"article_id": id_, "story": story} for id_, story in stories.changed.items()]


class _Stories:
    """The stories of some articles as the file has them, and what changes of them."""

    def __init__(self, con: DuckDBPyConnection, ids: Iterable[str]) -> None:
        self._con = con
        self._known: dict[str, str | None] = dict.fromkeys(ids)
        sql = "SELECT article_id, story FROM stories WHERE article_id IN (SELECT unnest(?::VARCHAR[]))"
        self._known.update(con.execute(sql, [sorted(self._known)]).fetchall())
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
        if id_ not in self._known:  # a story's first article, which is none of those asked for
            # Fetched to the end: a result left open would refuse the next statement.
            found = self._con.execute("SELECT story FROM stories WHERE article_id = ?", [id_]).fetchall()
            self._known[id_] = found[0][0] if found else None
        return self.changed.get(id_) or self._known[id_]

    def _merge(self, old: str, new: str) -> None:
        self._con.execute("UPDATE stories SET story = ? WHERE story = ?", [new, old])
        self._known.update({id_: new for id_, story in self._known.items() if story == old})
        self.changed.update({id_: new for id_, story in self.changed.items() if story == old})

"""What did the ledger keep of one article? Its public JSON, exactly as when it was coded; and what a copy of its text would give.

In: a connection and an article's id. Out: the dictionary of `Coded.to_dict`. Left out: lists over many articles (`queries`).
Rows become records again, one function for each kind, and the records write the JSON: there is one place that knows its shape.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from ..records import About, Actor, Article, Coded, Content, Event, Evidence, Mention, Party, Place, Relay, Role, Statement
from .rows import text_sha

Row = dict[str, Any]


def article(con: DuckDBPyConnection, id: str, *, run: str | None = None) -> dict[str, Any] | None:
    """The article as it was coded, None where the ledger does not hold it. `run`: an earlier run's reading, else the current one."""
    counts = "key NOT IN (SELECT article_key FROM superseded)" if run is None else "run_id = $run"
    params = {"id": id} if run is None else {"id": id, "run": run}
    found = _rows(con, f"SELECT key FROM articles WHERE id = $id AND {counts}", params)
    return _coded(con, found[0]).to_dict() if found else None


def known_texts(con: DuckDBPyConnection, shas: Iterable[str]) -> set[str]:
    """Those of the checksums whose texts are kept."""
    # Written out they are found by index; a list that is bound is compared with all.
    written = ", ".join(f"'{sha}'" for sha in sorted(set(shas)))
    return {row["sha"] for row in _rows(con, f"SELECT sha FROM texts WHERE sha IN ({written})", {})} if written else set()


def twins(con: DuckDBPyConnection, articles: Sequence[Article], *, run: str) -> dict[str, Coded]:
    """By id, the readings that the run made of the same text and day for another article, told of these ones."""
    shas = {article: text_sha(article.text) for article in articles}
    known = known_texts(con, shas.values())
    if not known:
        return {}
    sql = """SELECT min(key) AS key, text_sha, published FROM articles
             WHERE run_id = $run AND text_sha IN (SELECT unnest($shas::VARCHAR[])) GROUP BY text_sha, published"""
    rows = _rows(con, sql, {"run": run, "shas": sorted(known)})
    keys = {(row["text_sha"], row["published"]): row["key"] for row in rows}
    twin = {article: keys.get((sha, article.published)) for article, sha in shas.items()}
    return {article.id: _coded(con, {"key": key}).copied_to(article) for article, key in twin.items() if key is not None}


def _coded(con: DuckDBPyConnection, key: Row) -> Coded:
    (row,) = _rows(
        con,
        "SELECT a.*, s.story FROM articles a LEFT JOIN stories s ON s.article_id = a.id WHERE a.key = $key",
        key,
    )
    row |= _rows(con, "SELECT text FROM texts WHERE sha = $sha LIMIT 1", {"sha": row["text_sha"]})[0]
    actors = _rows(con, "SELECT * FROM actors WHERE article_key = $key ORDER BY n", key)
    mentions = _rows(con, "SELECT * FROM mentions WHERE article_key = $key ORDER BY n", key)
    roles = _rows(con, 'SELECT name, country, sector, role, start, "end" FROM roles WHERE article_key = $key ORDER BY rowid', key)
    return Coded(
        article=_article(row),
        actors=tuple(_actor(actor) for actor in actors),
        mentions=tuple(Mention(m["start"], m["end"], m["text"], m["actor"]) for m in mentions),
        statements=_statements(con, key),
        events=_events(con, key),
        roles=tuple(Role(**role) for role in roles),
    )


def _rows(con: DuckDBPyConnection, sql: str, params: dict[str, Any]) -> list[Row]:
    with con.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _children(con: DuckDBPyConnection, table: str, parent: str, key: Row) -> dict[int, list[Row]]:
    """Rows of a child table by their parent's key, in their own order."""
    by_parent: dict[int, list[Row]] = defaultdict(list)
    order = '"start"' if table == "evidence" else "n"
    sql = f"SELECT * FROM {table} WHERE {parent}_key IN (SELECT key FROM {parent}s WHERE article_key = $key) ORDER BY {order}"
    for row in _rows(con, sql, key):
        by_parent[row[f"{parent}_key"]].append(row)
    return by_parent


def _article(row: Row) -> Article:
    names = ("id", "text", "title", "published", "outlet", "outlet_country", "url", "language", "story")
    return Article(**{name: row[name] for name in names})


def _actor(row: Row) -> Actor:
    names = ("id", "name", "kind", "country", "sector", "role")
    return Actor(**{name: row[name] for name in names}, secondary=tuple(row["secondary"]))


def _statements(con: DuckDBPyConnection, key: Row) -> tuple[Statement, ...]:
    rows = _rows(con, "SELECT * FROM statements WHERE article_key = $key ORDER BY n", key)
    contents, chain, about = (_children(con, table, "statement", key) for table in ("contents", "chain", "about"))
    ids = {row["key"]: row["id"] for row in rows}
    return tuple(
        Statement(
            id=row["id"],
            speaker=None if row["speaker_start"] is None else Party(**_parts(row, "speaker", "start", "end", "text", "actor")),
            cue=None if row["cue_start"] is None else Evidence(**_parts(row, "cue", "start", "end", "text")),
            content=tuple(Content(part["start"], part["end"], part["text"], part["direct"]) for part in contents[row["key"]]),
            kind=row["kind"],
            anonymous=row["anonymous"],
            date=row["date"],
            date_precision=row["date_precision"],
            chain=tuple(Relay(part["text"], part["actor"]) for part in chain[row["key"]]),
            addressee=None if row["addressee_text"] is None else Relay(**_parts(row, "addressee", "text", "actor")),
            setting=row["setting"],
            hedge=row["hedge"],
            about=tuple(About(part["actor"], part["tone"]) for part in about[row["key"]]),
            within=ids.get(row["within_key"]),
        )
        for row in rows
    )


def _parts(row: Row, prefix: str, *names: str) -> dict[str, Any]:
    return {name: row[f"{prefix}_{name}"] for name in names}


def _events(con: DuckDBPyConnection, key: Row) -> tuple[Event, ...]:
    sql = """SELECT e.*, s.id AS statement FROM events e LEFT JOIN statements s ON s.key = e.statement_key
             WHERE e.article_key = $key ORDER BY e.n"""
    evidence = _children(con, "evidence", "event", key)
    return tuple(_event(row, {part["what"]: part for part in evidence[row["key"]]}) for row in _rows(con, sql, key))


def _event(row: Row, evidence: dict[str, Row]) -> Event:
    words = {what: (part["start"], part["end"], part["text"]) for what, part in evidence.items()}
    plain = (
        "id",
        "type",
        "cameo",
        "quad",
        "score",
        "goldstein",
        "date",
        "date_precision",
        "status",
        "statement",
        "confidence",
        "symmetric",
    )
    return Event(
        **{name: row[name] for name in plain},
        source=Party(*words["source"], row["source_actor"]),
        target=Party(*words["target"], row["target_actor"]) if "target" in words else None,
        trigger=Evidence(*words["trigger"]),
        evidence=Evidence(*words["evidence"]),
        place=Place(*words["place"], row["place_name"], row["place_country"]) if "place" in words else None,
        modes=tuple(row["modes"]),
        contexts=tuple(row["contexts"]),
    )

"""What do exports need of the ledger? All events and statements that a filter keeps, in batches, with everything known of them.

In: a read-only connection and `Wanted`. Out: Arrow tables of at most `BATCH` rows, in the order of writing. Left out: formats (`export`).

A ledger of millions of events is gone through by key: the keys are asked for first, and each batch of them is then looked up in a
narrow range of every table, since parents and children are written in the same order. So memory does not grow with the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from . import counting
from .filters import Filters
from .paging import table_of
from .same import first

BATCH = 10_000
MEMORY = "512MB"  # for pages of the ledger; a batch with all its words takes a tenth of it
TEXTS = 500  # few enough for DuckDB to find each by index instead of going through all texts


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to export; what is None does not narrow. `actor`, `pair`, `since`, `until`, `outlet` and `run` are those of `events`.

    Attributes:
        country: ISO 3166-1 alpha-3, on either side of an event, or speaking or spoken of.
        statuses: only events of these. Statements have no status, type or confidence.
    """

    actor: str | None = None
    country: str | None = None
    pair: tuple[str, str] | None = None
    type: str | None = None
    statuses: tuple[str, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    min_confidence: float | None = None
    outlet: str | None = None
    run: str | None = None


def event_batches(con: DuckDBPyConnection, wanted: Wanted, *, size: int = BATCH) -> Iterator[pa.Table]:
    """Events with both actors, all words, article and run; at least one table, which is empty where nothing is wanted."""
    return _batches(con, "events", _EVENTS, _event_filters(con, wanted), size)


def statement_batches(con: DuckDBPyConnection, wanted: Wanted, *, size: int = BATCH) -> Iterator[pa.Table]:
    """Statements with speaker, words, chain and article; at least one table, which is empty where nothing is wanted."""
    filters = Filters("article_key", run=wanted.run, con=con)
    filters.voice(wanted.actor)
    filters.voice(wanted.country)
    if wanted.pair is not None:
        filters.voices(*wanted.pair)
    filters.window("day", wanted.since, wanted.until)
    filters.outlet(wanted.outlet, "article_key")
    return _batches(con, "statements", _STATEMENTS, filters, size)


def texts(con: DuckDBPyConnection, shas: Collection[str]) -> dict[str, str]:
    """The texts of these checksums."""
    found: dict[str, str] = {}
    wanted = sorted(set(shas))
    with con.cursor() as cursor:
        for start in range(0, len(wanted), TEXTS):
            part = wanted[start : start + TEXTS]
            marks = ", ".join("?" * len(part))
            found.update(cursor.execute(f"SELECT sha, text FROM texts WHERE sha IN ({marks})", part).fetchall())
    return found


def story_sizes(con: DuckDBPyConnection, stories: Collection[str]) -> dict[str, tuple[int, int]]:
    """Of each story, how many articles the ledger holds in current readings and how many different outlets they are of."""
    sql = """SELECT s.story, count(*), count(DISTINCT a.outlet) FROM stories s JOIN articles a ON a.id = s.article_id
             WHERE s.story IN (SELECT unnest($stories::VARCHAR[])) AND a.key NOT IN (SELECT article_key FROM superseded) GROUP BY s.story"""
    with con.cursor() as cursor:
        rows = cursor.execute(sql, {"stories": sorted(set(stories))}).fetchall() if stories else []
    return {story: (n_articles, n_outlets) for story, n_articles, n_outlets in rows}


def named(con: DuckDBPyConnection, first: int, last: int) -> dict[int, list[tuple[str, str]]]:
    """Kind and name of the actors that each reading from key `first` to `last` names, in the order of the text."""
    sql = """SELECT article_key, list(DISTINCT [lpad(n::VARCHAR, 9, '0'), kind, name] ORDER BY [lpad(n::VARCHAR, 9, '0'), kind, name])
             FROM actors WHERE article_key BETWEEN ? AND ? GROUP BY article_key"""
    with con.cursor() as cursor:
        return {key: [(kind, name) for _, kind, name in found] for key, found in cursor.execute(sql, [first, last]).fetchall()}


def edges(con: DuckDBPyConnection, wanted: Wanted) -> pa.Table:
    """Acts between countries, summed by direction and ordered by it; a symmetric act counts in both.

    An act counts once over all its tellings, and undated acts of undated articles not at all, as in `ties`. Columns: source, target, acts,
    stories, score_sum, score_mean (-10 to 10) and the number of acts of each quadrant.
    """
    filters = _event_filters(con, wanted)
    where = f"source_country <> target_country AND day IS NOT NULL AND {filters.sql}"
    acts = counting.source(con, where, filters.params, run=wanted.run, statuses=wanted.statuses)
    return table_of(con, _EDGES.format(acts=acts, where=filters.sql, first=first()), filters.params)


def _event_filters(con: DuckDBPyConnection, wanted: Wanted) -> Filters:
    filters = Filters("article_key", run=wanted.run, con=con)
    filters.equal("type", wanted.type)
    for actor in (wanted.actor, wanted.country):
        if actor is not None:
            filters.either_side(actor)
    if wanted.pair is not None:
        filters.pair(*wanted.pair)
    if wanted.statuses is not None:
        filters.among("status", wanted.statuses)
    filters.window("day", wanted.since, wanted.until)
    filters.outlet(wanted.outlet, "article_key")
    filters.at_least("confidence", wanted.min_confidence)
    return filters


def _batches(con: DuckDBPyConnection, table: str, sql: str, filters: Filters, size: int) -> Iterator[pa.Table]:
    with _little_memory(con), con.cursor() as keys:
        keys.execute(f"SELECT key, article_key FROM {table} WHERE {filters.sql} ORDER BY key", filters.params)
        rows = keys.fetchmany(size)
        yield _batch(con, sql, rows)
        while rows := keys.fetchmany(size):
            yield _batch(con, sql, rows)


@contextmanager
def _little_memory(con: DuckDBPyConnection) -> Iterator[None]:
    """DuckDB would keep every page that it has read, up to most of the machine's memory; an export reads each once."""
    with con.cursor() as cursor:
        ((before,),) = cursor.execute("SELECT current_setting('memory_limit')").fetchall()
        cursor.execute("SET memory_limit = ?", [MEMORY])
    try:
        yield
    finally:
        with con.cursor() as cursor:
            cursor.execute("SET memory_limit = ?", [before])


def _batch(con: DuckDBPyConnection, sql: str, rows: list[tuple[int, int]]) -> pa.Table:
    readings = [reading for _, reading in rows]
    params: dict[str, Any] = {
        "keys": [key for key, _ in rows],
        "first": rows[0][0] if rows else 0,
        "last": rows[-1][0] if rows else -1,
        "first_article": min(readings, default=0),
        "last_article": max(readings, default=-1),
    }
    return table_of(con, sql, params)


_PARTS = ("source", "target", "trigger", "evidence", "place")
_WORDS = ",\n".join(
    f"max({column}) FILTER (what = '{part}') AS {part}_{name}"
    for part in _PARTS
    for column, name in (("text", "text"), ('"start"', "start"), ('"end"', "end"))
)
_SIDES = ",\n".join(
    f"""e.{side}_actor, {side}.name AS {side}_name, {side}.kind AS {side}_kind, e.{side}_country, {side}.sector AS {side}_sector,
        {side}.secondary AS {side}_secondary, {side}.role AS {side}_role, {side}_text, {side}_start, {side}_end"""
    for side in ("source", "target")
)
_PAGE = "page AS (SELECT * FROM {} WHERE key BETWEEN $first AND $last AND key IN (SELECT unnest($keys::BIGINT[])))"
_PAPERS = "papers AS (SELECT * FROM articles WHERE key BETWEEN $first_article AND $last_article)"
_NAMES = "names AS (SELECT * FROM actors WHERE article_key BETWEEN $first_article AND $last_article)"
_IDS = "ids AS (SELECT key, id FROM statements WHERE article_key BETWEEN $first_article AND $last_article)"
_TOLD = "told AS (SELECT * FROM stories WHERE article_id IN (SELECT article_id FROM page))"

_EVENTS = f"""
WITH {_PAGE.format("events")}, {_PAPERS}, {_NAMES}, {_TOLD}, {_IDS},
words AS (SELECT event_key, {_WORDS} FROM evidence WHERE event_key BETWEEN $first AND $last GROUP BY event_key)
SELECT e.key, e.article_key, p.text_sha, r.started AS run_started, r.version AS run_version,
       e.id, e.article_id, told.story, e.date, e.date_precision, p.published, {_SIDES},
       type, modes, contexts, e.status, quad, score, goldstein, cameo, "symmetric", confidence,
       place_name, place_country, place_text, trigger_text AS trigger, trigger_start, trigger_end,
       evidence_text AS evidence, evidence_start, evidence_end, st.id AS statement_id,
       p.outlet, p.outlet_country, p.title, p.url, p.language, e.run_id
FROM page e
JOIN papers p ON p.key = e.article_key
JOIN runs r ON r.id = e.run_id
JOIN words ON words.event_key = e.key
LEFT JOIN told ON told.article_id = e.article_id
LEFT JOIN names source ON source.article_key = e.article_key AND source.id = e.source_actor
LEFT JOIN names target ON target.article_key = e.article_key AND target.id = e.target_actor
LEFT JOIN ids st ON st.key = e.statement_key
ORDER BY e.key
"""

_OF_PAGE = "statement_key BETWEEN $first AND $last"
_STATEMENTS = f"""
WITH {_PAGE.format("statements")}, {_PAPERS}, {_NAMES}, {_TOLD}, {_IDS},
said AS (
    SELECT statement_key, string_agg(text, ' ' ORDER BY n) AS content, min("start") AS content_start, max("end") AS content_end
    FROM contents WHERE {_OF_PAGE} GROUP BY statement_key
),
road AS (
    SELECT statement_key, list(text ORDER BY n) AS chain, list(actor ORDER BY n) AS chain_actors
    FROM chain WHERE {_OF_PAGE} GROUP BY statement_key
),
spoken_of AS (
    SELECT statement_key, list(actor ORDER BY n) AS about, list(tone ORDER BY n) AS about_tones
    FROM about WHERE {_OF_PAGE} GROUP BY statement_key
)
SELECT s.id, s.article_id, told.story, s.date, s.date_precision, p.published,
       speaker_actor, speaker.name AS speaker_name, speaker.kind AS speaker_kind, speaker_country, speaker.sector AS speaker_sector,
       speaker.role AS speaker_role, speaker_text, speaker_start, speaker_end, cue_text AS cue, cue_start, cue_end,
       content, content_start, content_end, s.kind, s.hedge, s.anonymous,
       coalesce(chain, []) AS chain, coalesce(chain_actors, []) AS chain_actors,
       coalesce(about, []) AS about, coalesce(about_tones, []) AS about_tones,
       addressee_text AS addressee, addressee_actor, setting, outer_one.id AS within,
       p.outlet, p.outlet_country, p.title, p.url, p.language, s.run_id
FROM page s
JOIN papers p ON p.key = s.article_key
LEFT JOIN told ON told.article_id = s.article_id
LEFT JOIN said ON said.statement_key = s.key
LEFT JOIN road ON road.statement_key = s.key
LEFT JOIN spoken_of ON spoken_of.statement_key = s.key
LEFT JOIN names speaker ON speaker.article_key = s.article_key AND speaker.id = s.speaker_actor
LEFT JOIN ids outer_one ON outer_one.key = s.within_key
ORDER BY s.key
"""

_EDGES = """
WITH once AS (
    SELECT source_country AS source, target_country AS target, "symmetric", quad, score, story
    FROM (SELECT * FROM {acts} WHERE key IN (SELECT key FROM events WHERE {where})) {first}
),
ways AS (SELECT * FROM once UNION ALL SELECT * REPLACE (target AS source, source AS target) FROM once WHERE "symmetric")
SELECT source, target, count(*) AS acts, count(DISTINCT story) AS stories,
       round(sum(score), 6) AS score_sum, round(avg(score), 6) AS score_mean,
       count(*) FILTER (quad = 1) AS verbal_cooperation, count(*) FILTER (quad = 2) AS material_cooperation,
       count(*) FILTER (quad = 3) AS verbal_conflict, count(*) FILTER (quad = 4) AS material_conflict
FROM ways GROUP BY source, target ORDER BY source, target
"""

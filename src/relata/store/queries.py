"""What does the ledger hold? Lists of articles, events, statements, actors and losses, filtered and in pages.

In: a read-only connection and filters. Out: Arrow tables; empty ones keep their columns. Left out: counting over time
(`relations`) and the whole of one article (`rebuild`).

Lists are newest first, then by article and place in it, so that the same ledger gives the same table. A filter that is None
is not applied; `since` and `until` are both inclusive. An event or statement without a date of its own is placed by its
article's day of publication, in windows and order only: its column `date` stays empty. `limit=None` gives all rows.
Only current readings are listed, or with `run` those of one run.

`source`, `target`, `actor`, `pair`, `by` and `about` take an ISO 3166-1 alpha-3 code in capitals (the actors of that
country), an actor's id, or an actor's name (whole, in any case). Text filters find the words anywhere, in any case.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from ..records import Spell
from .filters import Filters

DAY_ORDER = 'day DESC NULLS LAST, article_id, "start" NULLS FIRST, n'
PUBLISHED_ORDER = "published DESC NULLS LAST, id, run_id"


def articles(
    con: DuckDBPyConnection,
    *,
    outlet: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    text: str | None = None,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> pa.Table:
    """Articles by day of publication; `text` searches title and body. Undated ones come last, and in no window."""
    filters = Filters("key", run=run)
    filters.outlet(outlet, "key")
    filters.window("published", since, until)
    if text is not None:
        filters.contains("title", text, or_in="text_sha IN (SELECT sha FROM texts WHERE contains(lower(text), lower({})))")
    return _table(
        con,
        f"""WITH page AS (SELECT * FROM articles WHERE {filters.sql} ORDER BY {PUBLISHED_ORDER} {filters.page(limit, offset)})
            SELECT id, published, outlet, outlet_country, title,
                   (SELECT count(*) FROM statements s WHERE s.article_key = page.key) AS n_statements,
                   (SELECT count(*) FROM events e WHERE e.article_key = page.key) AS n_events
            FROM page ORDER BY {PUBLISHED_ORDER}""",
        filters.params,
    )


def events(
    con: DuckDBPyConnection,
    *,
    article: str | None = None,
    actor: str | None = None,
    source: str | None = None,
    target: str | None = None,
    pair: tuple[str, str] | None = None,
    type: str | None = None,
    quad: int | None = None,
    status: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlet: str | None = None,
    min_confidence: float | None = None,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> pa.Table:
    """Events with the words they rest on. `actor` stands on either side, `pair` in either order.

    A symmetric event is one row and is found in both directions: its target counts as source too.
    """
    filters = Filters("article_key", run=run)
    for column, value in (("article_id", article), ("type", type), ("quad", quad), ("status", status)):
        filters.equal(column, value)
    filters.sides(source, target)
    if actor is not None:
        filters.either_side(actor)
    if pair is not None:
        filters.pair(*pair)
    filters.window("day", since, until)
    filters.outlet(outlet, "article_key")
    filters.at_least("confidence", min_confidence)
    return _table(con, _EVENTS.format(where=filters.sql, page=filters.page(limit, offset), order=DAY_ORDER), filters.params)


# The page is cut first, from `events` alone, so that names and words are looked up for its rows only.
_EVENTS = """
WITH page AS (SELECT * FROM events WHERE {where} ORDER BY {order} {page}),
words AS (
    SELECT event_key,
           max(text) FILTER (what = 'trigger') AS trigger,
           max(text) FILTER (what = 'evidence') AS evidence,
           max("start") FILTER (what = 'evidence') AS evidence_start,
           max("end") FILTER (what = 'evidence') AS evidence_end
    FROM evidence WHERE event_key IN (SELECT key FROM page) GROUP BY event_key
),
papers AS (SELECT key, outlet, published FROM articles WHERE key IN (SELECT article_key FROM page)),
reporting AS (SELECT key, id FROM statements WHERE key IN (SELECT statement_key FROM page)),
names AS (SELECT article_key, id, name FROM actors WHERE article_key IN (SELECT article_key FROM page))
SELECT page.id, page.article_id, page.date, page.date_precision,
       source_actor, source.name AS source_name, source_country,
       target_actor, target.name AS target_name, target_country,
       type, modes, page.status, quad, score, goldstein, cameo,
       words.trigger, words.evidence, words.evidence_start, words.evidence_end,
       reporting.id AS statement_id, confidence, "symmetric", papers.outlet, papers.published
FROM page
JOIN papers ON papers.key = page.article_key
JOIN words ON words.event_key = page.key
LEFT JOIN reporting ON reporting.key = page.statement_key
LEFT JOIN names source ON source.article_key = page.article_key AND source.id = page.source_actor
LEFT JOIN names target ON target.article_key = page.article_key AND target.id = page.target_actor
ORDER BY page.day DESC NULLS LAST, page.article_id, page."start" NULLS FIRST, page.n
"""


def statements(
    con: DuckDBPyConnection,
    *,
    article: str | None = None,
    by: str | None = None,
    about: str | None = None,
    via: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    text: str | None = None,
    anonymous: bool | None = None,
    outlet: str | None = None,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> pa.Table:
    """Statements with their words; `via` names a link of the chain by its words or actor, `text` searches what was said.

    `content` joins the unbroken stretches with one space; `start` and `end` span speaker, cue and content together.
    """
    filters = Filters("article_key", run=run)
    filters.equal("article_id", article)
    filters.equal("anonymous", anonymous)
    filters.speaker(by)
    filters.about(about)
    filters.via(via)
    if text is not None:
        filters.said(text)
    filters.window("day", since, until)
    filters.outlet(outlet, "article_key")
    return _table(con, _STATEMENTS.format(where=filters.sql, page=filters.page(limit, offset), order=DAY_ORDER), filters.params)


_STATEMENTS = """
WITH page AS (SELECT * FROM statements WHERE {where} ORDER BY {order} {page}),
said AS (
    SELECT statement_key, string_agg(text, ' ' ORDER BY n) AS content
    FROM contents WHERE statement_key IN (SELECT key FROM page) GROUP BY statement_key
),
road AS (
    SELECT statement_key, list(text ORDER BY n) AS chain
    FROM chain WHERE statement_key IN (SELECT key FROM page) GROUP BY statement_key
),
spoken_of AS (
    SELECT statement_key, list(actor ORDER BY n) AS about
    FROM about WHERE statement_key IN (SELECT key FROM page) GROUP BY statement_key
),
papers AS (SELECT key, outlet, published FROM articles WHERE key IN (SELECT article_key FROM page)),
names AS (SELECT article_key, id, name FROM actors WHERE article_key IN (SELECT article_key FROM page))
SELECT page.id, page.article_id, page.date, page.date_precision,
       speaker_text, speaker_actor, names.name AS speaker_name, speaker_country, cue_text AS cue,
       said.content, kind, hedge, anonymous, coalesce(road.chain, []) AS chain, addressee_text AS addressee, setting,
       coalesce(spoken_of.about, []) AS about, papers.outlet, papers.published, page."start", page."end"
FROM page
JOIN papers ON papers.key = page.article_key
LEFT JOIN said ON said.statement_key = page.key
LEFT JOIN road ON road.statement_key = page.key
LEFT JOIN spoken_of ON spoken_of.statement_key = page.key
LEFT JOIN names ON names.article_key = page.article_key AND names.id = page.speaker_actor
ORDER BY page.day DESC NULLS LAST, page.article_id, page."start" NULLS FIRST, page.n
"""


def actors(con: DuckDBPyConnection, *, name: str | None = None, run: str | None = None, limit: int | None = 50) -> pa.Table:
    """Actors over all articles, most often named first; name, kind, sector and role are those of the newest article."""
    filters = Filters("article_key", run=run)
    if name is not None:
        filters.contains("name", name)
    return _table(con, _ACTORS.format(where=filters.sql, page=filters.page(limit, 0)), filters.params)


_ACTORS = """
WITH found AS (SELECT * FROM actors WHERE {where}),
newest AS (
    SELECT found.*, articles.published FROM found JOIN articles ON articles.key = found.article_key
    QUALIFY row_number() OVER (PARTITION BY found.id ORDER BY articles.published DESC NULLS LAST, articles.id, articles.key) = 1
),
in_articles AS (SELECT id, count(*) AS n_articles FROM found GROUP BY id),
named AS (
    SELECT m.actor AS id, count(*) AS n_mentions
    FROM mentions m SEMI JOIN found ON found.article_key = m.article_key AND found.id = m.actor GROUP BY m.actor
)
SELECT id, name, kind, country, sector, secondary, role, n_articles, coalesce(n_mentions, 0) AS n_mentions, published AS last_published
FROM newest JOIN in_articles USING (id) LEFT JOIN named USING (id)
ORDER BY n_mentions DESC, n_articles DESC, id {page}
"""


def roles(con: DuckDBPyConnection, *, name: str | None = None, run: str | None = None, limit: int | None = 50) -> pa.Table:
    """What texts say people are: each description of a name, first and last day of it, how many articles give it, the newest words.

    `conflict` is ``country`` where other texts place the same name in another country, ``role`` where they give it another office
    in the same days, else empty. Names in order, each name's descriptions oldest first.
    """
    filters = Filters("article_key", run=run)
    if name is not None:
        filters.contains("name", name)
    return _table(con, _ROLES.format(where=filters.sql, page=filters.page(limit, 0)), filters.params)


def spells(con: DuckDBPyConnection) -> list[Spell]:
    """What the current readings say of people, where they give a country and a day."""
    sql = """SELECT name, country, sector, role, min(date), max(date) FROM roles
             WHERE country IS NOT NULL AND date IS NOT NULL AND article_key IN (SELECT article_key FROM current)
             GROUP BY ALL ORDER BY ALL"""
    return [Spell(*row) for row in con.execute(sql).fetchall()]


_ROLES = """
WITH told AS (
    SELECT r.*, a.id AS article_id, substring(t.text, r."start" + 1, r."end" - r."start") AS words
    FROM (SELECT * FROM roles WHERE {where}) r JOIN articles a ON a.key = r.article_key JOIN texts t ON t.sha = a.text_sha
),
spells AS (
    SELECT name, country, sector, role, min(date) AS first, max(date) AS last, count(DISTINCT article_id) AS n_articles,
           last(article_id ORDER BY date, article_id) AS article, last(words ORDER BY date, article_id) AS words
    FROM told GROUP BY name, country, sector, role
)
SELECT s.*,
       CASE WHEN EXISTS (FROM spells o WHERE o.name = s.name AND o.country <> s.country) THEN 'country'
            WHEN EXISTS (FROM spells o WHERE o.name = s.name AND o.role <> s.role AND o.first <= s.last AND s.first <= o.last) THEN 'role'
       END AS conflict
FROM spells s ORDER BY name, first NULLS LAST, last, country, role {page}
"""


def skips(con: DuckDBPyConnection, *, limit: int | None = 50) -> pa.Table:
    """What was given up, by which run and why, newest first."""
    filters = Filters(None)
    page = filters.page(limit, 0)
    sql = f"""SELECT source, stage, reason, detail, run_id, "at" FROM skips
              ORDER BY "at" DESC, source, stage, reason, detail, run_id {page}"""
    return _table(con, sql, filters.params)


def counts(con: DuckDBPyConnection) -> dict[str, int]:
    """How many of each the ledger holds in its current readings; `runs` and `skips` over all runs."""
    sql = """SELECT (SELECT count(*) FROM current) AS articles,
                    (SELECT count(DISTINCT story) FROM stories) AS stories,
                    (SELECT count(DISTINCT id) FROM current_actors) AS actors,
                    (SELECT count(*) FROM current_mentions) AS mentions,
                    (SELECT count(*) FROM current_statements) AS statements,
                    (SELECT count(*) FROM current_events) AS events,
                    (SELECT count(*) FROM skips) AS skips,
                    (SELECT count(*) FROM runs) AS runs"""
    row: dict[str, int] = _table(con, sql, {}).to_pylist()[0]
    return row


def _table(con: DuckDBPyConnection, sql: str, params: dict[str, Any]) -> pa.Table:
    # A cursor of its own: several threads may ask over one connection, and an unfinished result elsewhere is not disturbed.
    with con.cursor() as cursor:
        table: pa.Table = cursor.sql(sql, params=params).to_arrow_table()
    return table

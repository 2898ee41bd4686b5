"""Which rows does the ledger hold? Lists of articles, events, statements and actors, filtered and in pages.

In: a read-only connection and filters. Out: Arrow tables; empty ones keep their columns. Left out: counting over time
(`relations`), the whole of one article (`rebuild`), runs and losses (`holdings`).

Lists are newest first, then by article and place in it, so that the same ledger gives the same table. A filter that is None
is not applied; `since` and `until` are both inclusive. An event or statement without a date of its own is placed by its
article's day of publication, in windows and order only: its column `date` stays empty. `limit=None` gives all rows.
Only current readings are listed, or with `run` those of one run.

`source`, `target`, `actor`, `pair`, `by` and `about` take an ISO 3166-1 alpha-3 code in capitals (the actors of that
country), an actor's id, or an actor's name, whole or single words of it (`naming`). Text filters find each of the words anywhere, in any
case; words in quotation marks are found together.

With `total` the table's metadata say how many rows there are in all (`total_of`), which may cost a second pass through the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from . import counting, paging, tallies
from .filters import Filters
from .naming import meant
from .same import KEPT_STATUSES, ORDER

DAY_ORDER = 'day DESC NULLS LAST, article_id, "start" NULLS FIRST, n'
PUBLISHED_ORDER = "published DESC NULLS LAST, id, run_id"


def articles(
    con: DuckDBPyConnection,
    *,
    actor: str | None = None,
    outlet: str | None = None,
    outlet_country: str | None = None,
    story: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    text: str | None = None,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
    total: bool = False,
) -> pa.Table:
    """Articles by day of publication; `text` searches title and body, `actor` is named there. Undated ones come last, and in no window."""
    filters = Filters("key", run=run, con=con)
    filters.named(actor)
    filters.outlet(outlet, "key")
    filters.outlet_country(outlet_country, "key")
    filters.story(story, "id")
    filters.window("published", since, until)
    if text is not None:
        filters.written(text)
    chosen = paging.chosen(con, "articles", filters, PUBLISHED_ORDER, limit, offset, total)
    return paging.table_of(con, _ARTICLES.format(**chosen.sql, order=PUBLISHED_ORDER), chosen.params, chosen.total)


_ARTICLES = """
WITH page AS (SELECT * FROM articles WHERE {rows} ORDER BY {order} {page}),
said AS (SELECT article_key, count(*) AS n FROM statements WHERE article_key {of_rows} GROUP BY article_key),
done AS (SELECT article_key, count(*) AS n FROM events WHERE article_key {of_rows} GROUP BY article_key)
SELECT id, published, outlet, outlet_country, title, coalesce(said.n, 0) AS n_statements, coalesce(done.n, 0) AS n_events
FROM page LEFT JOIN said ON said.article_key = page.key LEFT JOIN done ON done.article_key = page.key
ORDER BY {order}
"""


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
    outlet_country: str | None = None,
    story: str | None = None,
    text: str | None = None,
    min_confidence: float | None = None,
    act: str | None = None,
    once: bool | None = None,
    run: str | None = None,
    context: str | None = None,
    acts: Collection[str] | None = None,
    acts_since: dt.date | None = None,
    limit: int | None = 50,
    offset: int = 0,
    total: bool = False,
) -> pa.Table:
    """Events with the words they rest on. `actor` stands on either side, `pair` in either order; `text` searches those words.

    A symmetric event is one row and is found in both directions: its target counts as source too. `context` is PLOVER's, or ``none``.

    An act that several articles tell has a row for each telling. `act` is the id of the one that stands for it, `tellings` and `outlets`
    say how many articles and outlets tell it, and `outlet_countries` of where, whatever the filters. All are None where no other tellings
    are looked for: of events that are not of two countries, have no day, or are told as denied or supposed.

    Args:
        act: the tellings of the act that this event (an id) tells, itself among them.
        once: one row for each act, its earliest and most confident of those that the other filters leave.
        acts: list only what measures count: of each act done its first report, where the date is known to one of these precisions (those
            without one have their article's). Of the reports that the filters of sides, outlet, confidence and run leave.
        acts_since: count reports from this day on, as a measure does that begins there.
    """
    filters = Filters("article_key", run=run, con=con)
    for column, value in (("article_id", article), ("type", type), ("quad", quad), ("status", status)):
        filters.equal(column, value)
    sides: dict[str, Any] = {"source": source, "target": target, "actor": actor, "pair": pair}
    _between(filters, **sides)
    filters.outlet(outlet, "article_key")
    filters.at_least("confidence", min_confidence)
    filters.context(context)
    filters.window("day", since, until)
    filters.outlet_country(outlet_country, "article_key")
    filters.story(story, "article_id")
    if text is not None:
        filters.told(text)
    if acts is not None:
        filters.within(*_standing(con, sides, outlet, min_confidence, run, acts, acts_since))
    if act is not None:
        filters.same_act(act, lambda where: counting.source(con, where, filters.params, run=run))
    if once:
        filters.once(counting.source(con, filters.sql, filters.params, run=run))
    return _events(con, paging.chosen(con, "events", filters, DAY_ORDER, limit, offset, total), run)


def _between(filters: Filters, *, source: str | None, target: str | None, actor: str | None, pair: tuple[str, str] | None) -> None:
    filters.sides(source, target)
    if actor is not None:
        filters.either_side(actor)
    if pair is not None:
        filters.pair(*pair)


def _standing(
    con: DuckDBPyConnection,
    sides: dict[str, Any],
    outlet: str | None,
    min_confidence: float | None,
    run: str | None,
    acts: Collection[str],
    since: dt.date | None,
) -> tuple[str, dict[str, Any]]:
    """The condition that an event stands for an act, with what it binds: of the rows that `measuring` counts for such filters."""
    named = [side for side in (sides["source"], sides["target"], sides["actor"], *(sides["pair"] or ())) if side is not None]
    countries = all(meant(con, side).country for side in named)
    kept = counting.is_kept(con, run) and countries
    filters = Filters(None, con=con, prefix="act")
    _between(filters, **sides)
    source = "acts"
    if not kept:
        # A state does not act towards itself; of an actor without a country that is not known.
        apart = "source_country <> target_country"
        where = f"""{apart if countries else f"coalesce({apart}, true)"} AND day IS NOT NULL AND status IN {KEPT_STATUSES}
                    AND {filters.sql}"""
        source = f"({counting.acts(counting.of_reading(where, run, filters.params), thirds=False)})"
    # What takes reports out of acts comes after these are known.
    filters.outlet(outlet, "article_key")
    filters.at_least("confidence", min_confidence)
    chosen = None if outlet is None and min_confidence is None else filters.sql
    params = {} if kept and chosen is None else filters.params
    sql = counting.standing(source, chosen, precisions="$precisions::VARCHAR[]", since="$acts_since" if since else None)
    return f"key IN ({sql})", {**params, "precisions": sorted(acts), **({"acts_since": since} if since else {})}


def tellings(con: DuckDBPyConnection, article: str, *, each: int = 5) -> pa.Table:
    """Where else the acts of an article are told: rows as of `events`, with the id of the article's own event as `of`.

    At most `each` rows for an event, the earliest and most confident ones; the column `tellings` says how many there are in all.
    """
    params: dict[str, Any] = {"article": article}
    acts = counting.source(con, "article_id = $article", params)
    sql = f"""
    WITH own AS MATERIALIZED (SELECT id, act FROM {acts} WHERE article_id = $article AND tellings > 1)
    SELECT own.id AS of, others.id, key FROM {acts} others JOIN own USING (act) WHERE article_id <> $article
    QUALIFY row_number() OVER (PARTITION BY own.id ORDER BY {ORDER}) <= {each} ORDER BY own.id, {ORDER}"""
    found = paging.table_of(con, sql, params)
    rows = _events(con, paging.of_keys(con, "events", sorted({row["key"] for row in found.to_pylist()})), None)
    place = {id_: n for n, id_ in enumerate(rows["id"].to_pylist())}
    return rows.take(pa.array([place[id_] for id_ in found["id"].to_pylist()], pa.int64())).add_column(0, "of", found["of"])


def _events(con: DuckDBPyConnection, chosen: paging.Chosen, run: str | None) -> pa.Table:
    acts = counting.source(con, chosen.sql["rows"], chosen.params, run=run)
    return paging.table_of(con, _EVENTS.format(**chosen.sql, order=DAY_ORDER, acts=acts), chosen.params, chosen.total)


_EVENTS = """
WITH page AS (SELECT * FROM events WHERE {rows} ORDER BY {order} {page}),
words AS (
    SELECT event_key,
           max(text) FILTER (what = 'trigger') AS trigger,
           max(text) FILTER (what = 'evidence') AS evidence,
           max("start") FILTER (what = 'evidence') AS evidence_start,
           max("end") FILTER (what = 'evidence') AS evidence_end
    FROM evidence WHERE event_key {of_rows} GROUP BY event_key
),
papers AS (SELECT key, outlet, outlet_country, published FROM articles WHERE key {of_articles}),
reporting AS (SELECT key, id FROM statements WHERE key {of_statements}),
names AS (SELECT article_key, id, name FROM actors WHERE article_key {of_articles}),
told AS (SELECT article_id, story FROM stories WHERE article_id IN (SELECT article_id FROM page)),
counted AS MATERIALIZED (SELECT key, act, tellings, outlets, outlet_countries FROM {acts} WHERE key {of_rows}),
standing AS (SELECT key, id FROM events WHERE key IN (SELECT act FROM counted))
SELECT page.id, page.article_id, page.date, page.date_precision,
       source_actor, source.name AS source_name, source_country,
       target_actor, target.name AS target_name, target_country,
       type, modes, page.status, quad, score, goldstein, cameo,
       words.trigger, words.evidence, words.evidence_start, words.evidence_end,
       reporting.id AS statement_id, confidence, "symmetric", papers.outlet, papers.outlet_country, papers.published, told.story,
       standing.id AS act, tellings, outlets, outlet_countries
FROM page
JOIN papers ON papers.key = page.article_key
JOIN words ON words.event_key = page.key
LEFT JOIN told ON told.article_id = page.article_id
LEFT JOIN reporting ON reporting.key = page.statement_key
LEFT JOIN counted ON counted.key = page.key
LEFT JOIN standing ON standing.key = counted.act
LEFT JOIN names source ON source.article_key = page.article_key AND source.id = page.source_actor
LEFT JOIN names target ON target.article_key = page.article_key AND target.id = page.target_actor
ORDER BY page.day DESC NULLS LAST, page.article_id, page."start" NULLS FIRST, page.n
"""


def statements(
    con: DuckDBPyConnection,
    *,
    article: str | None = None,
    actor: str | None = None,
    by: str | None = None,
    about: str | None = None,
    pair: tuple[str, str] | None = None,
    via: str | None = None,
    hedge: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    text: str | None = None,
    anonymous: bool | None = None,
    outlet: str | None = None,
    outlet_country: str | None = None,
    story: str | None = None,
    whole: bool = False,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
    total: bool = False,
) -> pa.Table:
    """Statements with their words; `via` names a link of the chain by its words or actor, `text` searches what was said.

    `actor` speaks or is spoken of; of a `pair` one speaks of the other. `hedge` is the statement's firmness (`records.Hedge`).
    `whole` leaves out those of whose words no stretch is long enough for a sentence (20 characters), such as “welcomed the news”.
    `content` joins the unbroken stretches with one space; `start` and `end` span speaker, cue and content together.
    """
    filters = Filters("article_key", run=run, con=con)
    for column, value in (("article_id", article), ("anonymous", anonymous), ("hedge", hedge)):
        filters.equal(column, value)
    filters.voice(actor)
    if pair is not None:
        filters.voices(*pair)
    filters.speaker(by)
    filters.about(about)
    filters.via(via)
    if text is not None:
        filters.said(text)
    filters.window("day", since, until)
    filters.outlet(outlet, "article_key")
    filters.outlet_country(outlet_country, "article_key")
    filters.story(story, "article_id")
    fragments = tallies.fragments_of(con) if whole else None
    chosen = paging.chosen(con, "statements", filters, DAY_ORDER, limit, offset, total, but=fragments)
    return paging.table_of(con, _STATEMENTS.format(**chosen.sql, order=DAY_ORDER), chosen.params, chosen.total)


_STATEMENTS = """
WITH page AS (SELECT * FROM statements WHERE {rows} ORDER BY {order} {page}),
said AS (
    SELECT statement_key, string_agg(text, ' ' ORDER BY n) AS content
    FROM contents WHERE statement_key {of_rows} GROUP BY statement_key
),
road AS (
    SELECT statement_key, list(text ORDER BY n) AS chain
    FROM chain WHERE statement_key {of_rows} GROUP BY statement_key
),
spoken_of AS (
    SELECT statement_key, list(actor ORDER BY n) AS about
    FROM about WHERE statement_key {of_rows} GROUP BY statement_key
),
papers AS (SELECT key, outlet, outlet_country, published FROM articles WHERE key {of_articles}),
names AS (SELECT article_key, id, name FROM actors WHERE article_key {of_articles}),
told AS (SELECT article_id, story FROM stories WHERE article_id IN (SELECT article_id FROM page))
SELECT page.id, page.article_id, page.date, page.date_precision,
       speaker_text, speaker_actor, names.name AS speaker_name, speaker_country, cue_text AS cue,
       said.content, kind, hedge, anonymous, coalesce(road.chain, []) AS chain, addressee_text AS addressee, setting,
       coalesce(spoken_of.about, []) AS about, papers.outlet, papers.outlet_country, papers.published, told.story, page."start", page."end"
FROM page
JOIN papers ON papers.key = page.article_key
LEFT JOIN told ON told.article_id = page.article_id
LEFT JOIN said ON said.statement_key = page.key
LEFT JOIN road ON road.statement_key = page.key
LEFT JOIN spoken_of ON spoken_of.statement_key = page.key
LEFT JOIN names ON names.article_key = page.article_key AND names.id = page.speaker_actor
ORDER BY page.day DESC NULLS LAST, page.article_id, page."start" NULLS FIRST, page.n
"""


def actors(
    con: DuckDBPyConnection,
    *,
    name: str | None = None,
    kind: str | None = None,
    country: str | None = None,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
    total: bool = False,
) -> pa.Table:
    """Actors over all articles, most often named first; name, kind, sector and role are those of the newest article."""
    readings, who = Filters("article_key", run=run), Filters(None, con=con, prefix="who")
    if name is not None:
        who.called(name)
    if kind is not None:
        who.kind(kind)
    if country is not None:
        who.of_country(country)
    kept = run is None and tallies.are_kept(con)
    params = who.params if kept else {**readings.params, **who.params}
    known = f"(SELECT * FROM tallies WHERE {who.sql})" if kept else f"({tallies.counted(readings.sql, who.sql)})"
    sql = f"SELECT * FROM {known} ORDER BY n_mentions DESC, n_articles DESC, id {who.page(limit, offset)}"
    page = paging.table_of(con, sql, params)
    keys: set[Any] = set(page["article_key"].to_pylist())
    found = f"article_key {paging.among(sorted(keys))}" if len(keys) <= paging.BY_KEYS else "true"
    with con.cursor() as cursor:
        cursor.register("page", page)
        table: pa.Table = cursor.sql(_ACTORS.format(found=found)).to_arrow_table()
    if not total:
        return table
    counted = f"SELECT count(*) AS n FROM {known}"
    return paging.told(table, page.num_rows, limit, offset, lambda: paging.table_of(con, counted, params)["n"][0].as_py())


_ACTORS = """
SELECT a.id, name, kind, country, sector, secondary, role, n_articles, n_mentions, last_published
FROM (SELECT * FROM actors WHERE {found}) a JOIN page ON page.id = a.id AND page.article_key = a.article_key
ORDER BY n_mentions DESC, n_articles DESC, a.id
"""

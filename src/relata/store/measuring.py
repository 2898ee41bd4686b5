"""Which rows do the measures of `relations` rest on? Acts of one pair, ties between all states, coverage, and what was claimed.

In: a read-only connection and filters. Out: narrow Arrow tables in a fixed order. Left out: every formula (`relations`), which reports
are one act (`same`).

An act counts once over all its tellings (`same`), in the story of the report that stands for it. Filters choose first: of the reports that
they leave, each act counts. A side given as codes is that of countries; nothing within one country is listed. Only current readings count,
or with `run` those of one run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

import pyarrow as pa
from duckdb import DuckDBPyConnection

from . import counting, tallies
from .filters import Filters, _of_country
from .naming import is_code, meant
from .paging import BY_KEYS, among, table_of
from .same import ACTED, KEPT_STATUSES, first, is_first
from .topics import TOPICS

IN_ORDER: Final = 100_000


def acts(
    con: DuckDBPyConnection,
    one: str,
    other: str,
    *,
    statuses: Collection[str] = ACTED,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlet: str | None = None,
    min_confidence: float | None = None,
    run: str | None = None,
    by_outlet_country: bool = False,
    roles: bool = False,
    thirds: bool = False,
) -> pa.Table:
    """Events between two sides, oldest first, each act's once; `direction` is ``ab``, ``ba`` or, where symmetric, ``both``.

    `one` and `other` are a country's code, several codes with commas between them, or an actor's name or id. Columns: id,
    article_id, story, day, date, date_precision, published, outlet_country, direction, type, quad, score, goldstein, cameo, status,
    contexts, and how widely the act is told over all reports, whatever the filters: tellings (articles) and outlets, both numbers, and
    outlet_countries (codes).

    Args:
        by_outlet_country: an act counts once for each country of its outlets, not once in all.
        roles: also kind, sector and role of both actors.
        thirds: also `thirds`, the codes of other countries that the words of the event name.
    """
    one, other = _known(con, one), _known(con, other)
    countries = bool(_codes(one) and _codes(other))
    kept = counting.is_kept(con, run) and countries and set(statuses) <= set(KEPT_STATUSES)
    filters = Filters(None)
    forward = f"{_side(con, 'source', one, 'a', filters.params)} AND {_side(con, 'target', other, 'b', filters.params)}"
    backward = f"{_side(con, 'source', other, 'b', filters.params)} AND {_side(con, 'target', one, 'a', filters.params)}"
    filters.params["statuses"] = list(statuses)
    # Said once more in the plainest form: a scan that can push it down does not unpack the other columns of rows it drops.
    codes = [f"${name}" for name in filters.params if name[0] in "ab"]
    plain = " AND ".join(f"{side}_country IN ({', '.join(codes)})" for side in ("source", "target")) if countries else "true"
    between = f"""{plain} AND (({forward}) OR ({backward})) AND coalesce(source_country <> target_country, true) AND day IS NOT NULL"""
    source = "acts"
    if not kept:
        where = f"{between} AND (status IN {KEPT_STATUSES} OR list_contains($statuses, status))"
        source = f"({counting.acts(counting.of_reading(where, run, filters.params), thirds=thirds)})"
    _narrow(filters, since, until, outlet, min_confidence)
    # The rows of an act are all there only where no filter but days takes some out.
    whole = outlet is None and min_confidence is None and not by_outlet_country and len({*statuses} & {*ACTED}) != 1
    if whole and since:
        filters.params["since"] = since
    direction = f"""CASE WHEN "symmetric" THEN 'both' WHEN {forward} THEN 'ab' ELSE 'ba' END"""
    sql = f"""
    SELECT id, article_id, story, day, date, date_precision, published, outlet_country, {direction} AS direction, type, quad, score,
           goldstein, cameo, status, contexts, tellings, outlets, outlet_countries
           {_ROLES if roles else ""} {", thirds" if thirds else ""}
    FROM (SELECT * FROM {source} WHERE {between} AND list_contains($statuses, status) AND {filters.sql})
    {f"WHERE {is_first('$since' if since else None)}" if whole else first(", outlet_country" if by_outlet_country else "")}
    ORDER BY day, article_id, n"""
    return table_of(con, sql, filters.params)


_ROLES: Final = ", source_kind, source_sector, source_role, target_kind, target_sector, target_role"


def ties(
    con: DuckDBPyConnection,
    *,
    states: Collection[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlet: str | None = None,
    min_confidence: float | None = None,
    run: str | None = None,
) -> pa.Table:
    """Acts between any two countries, each once: a, b (codes, a before b), day, date, date_precision, status, story, scores.

    `states` keeps acts between these alone. The direction is left out: a network's tie has none. `story` is a number that stands for it.
    Oldest first; in a ledger of more than `IN_ORDER` acts as they were written, since sorting them would take four times as long as
    finding them.
    """
    sql, params, kept = _ties(con, states, since, until, outlet, min_confidence, run)
    sql = f"SELECT a, b, day, date, date_precision, status, hash(story) AS story, score, goldstein FROM ({sql})"
    if not (kept and table_of(con, "SELECT count(*) AS n FROM acts", {})["n"][0].as_py() > IN_ORDER):
        sql += " ORDER BY day, a, b, article_id, n"
    return table_of(con, sql, params)


def busiest(con: DuckDBPyConnection, *, since: dt.date | None = None, until: dt.date | None = None, limit: int = 20) -> pa.Table:
    """The pairs of countries with most acts, each act once: a, b (codes, a before b), events.

    What is told as past without a date is in no period, and does not count.
    """
    sql, params, _ = _ties(con, None, since, until, None, None, None)
    sql = f"""SELECT a, b, count(*) AS events FROM ({sql}) WHERE NOT (status = 'past' AND date IS NULL)
              GROUP BY a, b ORDER BY events DESC, a, b LIMIT $limit"""
    return table_of(con, sql, {**params, "limit": limit})


def _ties(
    con: DuckDBPyConnection,
    states: Collection[str] | None,
    since: dt.date | None,
    until: dt.date | None,
    outlet: str | None,
    min_confidence: float | None,
    run: str | None,
) -> tuple[str, dict[str, Any], bool]:
    """A query for acts between countries, its parameters, and whether it counts no more than `acts` has as it stands."""
    kept = counting.is_kept(con, run)
    filters = Filters(None)
    filters.params["statuses"] = list(ACTED)
    within = ""
    if states is not None:
        filters.params["states"] = sorted(states)
        within = "AND list_contains($states, source_country) AND list_contains($states, target_country)"
    source = "acts" if kept else f"({counting.acts(counting.of_reading(counting.KEPT + within, run, filters.params), thirds=False)})"
    _narrow(filters, since, until, outlet, min_confidence)
    whole = outlet is None and min_confidence is None
    if whole and since:
        filters.params["since"] = since
    sql = f"""
    SELECT *, least(source_country, target_country) AS a, greatest(source_country, target_country) AS b
    FROM (SELECT * FROM {source} WHERE list_contains($statuses, status) {within} AND {filters.sql})
    {f"WHERE {is_first('$since' if since else None)}" if whole else first()}"""
    return sql, filters.params, whole and kept


def coverage(
    con: DuckDBPyConnection,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlet: str | None = None,
    run: str | None = None,
    by_outlet_country: bool = False,
) -> pa.Table:
    """How many articles the ledger holds of each day that has any: day, articles, and outlet_country where asked for."""
    # Where no reading was ever superseded all are current, and a join as large as the ledger is spared.
    superseded = table_of(con, "SELECT EXISTS (FROM superseded) AS some", {})["some"][0].as_py()
    filters = Filters("key" if superseded else None, run=run)
    filters.window("published", since, until)
    filters.outlet(outlet, "key")
    country = ", outlet_country" if by_outlet_country else ""
    sql = f"""SELECT published AS day{country}, count(*) AS articles FROM articles
              WHERE published IS NOT NULL AND {filters.sql} GROUP BY ALL ORDER BY ALL"""
    return table_of(con, sql, filters.params)


def claims(
    con: DuckDBPyConnection,
    topics: Mapping[str, str],
    *,
    pair: tuple[str, str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlet: str | None = None,
    run: str | None = None,
) -> pa.Table:
    """What speakers said of how things stand or will go, oldest first, once for each topic, speaker and story.

    Args:
        topics: name to a regular expression that what was said must match, in lower case.
        pair: two codes. Only statements that speak of both, or by one of the other; a prediction or hope needs no words then and has
            the topic ``relation``.

    Columns: id, article_id, story, day, speaker_name, speaker_country, hedge (asserted, hoped or predicted), topic, content.
    """
    filters = Filters("article_key", run=run)
    filters.window("day", since, until)
    filters.outlet(outlet, "article_key")
    params = filters.params
    kept = topics.items() <= TOPICS.items() and tallies.are_kept(con)
    if pair is not None:
        params["one"], params["other"] = pair
        # Who is spoken of is told by ids alone, and asked of the few statements that may be claims: of all it would take seconds.
        one, other = (_of_country("actor", name) for name in ("$one", "$other"))
        asserted = "key IN (SELECT statement_key FROM told)" if kept else "true"
        narrow = f"""key IN (
            WITH may_be AS MATERIALIZED (
                SELECT key, speaker_country FROM statements WHERE hedge IN ('hoped', 'predicted')
                UNION ALL SELECT key, speaker_country FROM statements WHERE hedge = 'asserted' AND {asserted}
            )
            SELECT key FROM may_be JOIN about ON statement_key = key WHERE {one} OR {other}
            GROUP BY key, speaker_country
            HAVING (bool_or({one}) OR speaker_country = $one) AND (bool_or({other}) OR speaker_country = $other)
        )"""
        foretold = "UNION SELECT key, 'relation' FROM found WHERE hedge IN ('hoped', 'predicted')"
    else:
        narrow, foretold = "key IN (SELECT statement_key FROM told)", ""
    by_words = kept or pair is None  # the words are gone through first, else who speaks of whom
    if kept:
        params["topics"] = sorted(topics)
        told = "told AS (SELECT * FROM claims WHERE list_contains($topics, topic))"
    else:
        told = f"told AS MATERIALIZED ({tallies.claims('true' if by_words else 'statement_key IN (SELECT key FROM found)', topics)})"
    found = f"""found AS MATERIALIZED (
        SELECT * FROM statements
        WHERE hedge IN ('asserted', 'hoped', 'predicted') AND day IS NOT NULL AND {narrow} AND {filters.sql}
    )"""
    sql = f"""
    WITH {f"{told}, {found}" if by_words else f"{found}, {told}"},
    by_topic AS (
        SELECT found.*, topic, coalesce(st.story, found.article_id) AS story
        FROM (SELECT statement_key, topic FROM told {foretold}) t JOIN found ON found.key = t.statement_key
        LEFT JOIN stories st ON st.article_id = found.article_id
    )
    SELECT * FROM by_topic QUALIFY row_number() OVER (
        PARTITION BY story, topic, hedge, coalesce(speaker_actor, speaker_text) ORDER BY day, article_id, n) = 1"""
    once = table_of(con, sql, params)
    keys: list[Any] = [once[name].unique().to_pylist() for name in ("key", "article_key")]
    whole = ("IN (SELECT key FROM once)", "IN (SELECT article_key FROM once)")
    rows, papers = map(among, keys) if once.num_rows <= BY_KEYS else whole
    with con.cursor() as cursor:
        cursor.register("once", once)
        table: pa.Table = cursor.sql(_CLAIMS.format(rows=rows, papers=papers)).to_arrow_table()
    return table


_CLAIMS: Final = """
WITH said AS (
    SELECT statement_key, string_agg(text, ' ' ORDER BY n) AS content FROM contents WHERE statement_key {rows} GROUP BY statement_key
),
speakers AS (SELECT article_key, id, name FROM actors WHERE article_key {papers})
SELECT t.id, t.article_id, story, day, coalesce(a.name, speaker_text) AS speaker_name, speaker_country, hedge, topic, content
FROM once t JOIN said ON said.statement_key = t.key LEFT JOIN speakers a ON a.article_key = t.article_key AND a.id = speaker_actor
ORDER BY day, t.article_id, t.n, topic"""


def words(con: DuckDBPyConnection, ids: Collection[str]) -> dict[str, str]:
    """Event ids to the words they rest on, in their current readings."""
    return {id_: text for id_, (_, text) in sentences(con, ids).items()}


def sentences(con: DuckDBPyConnection, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Event ids to the article they are of and the words they rest on, in their current readings."""
    # The coder's ids begin with their article's. Keys written out are looked for only where they lie, ids in all rows of the ledger.
    articles = sorted({id_.rpartition(".e")[0] for id_ in ids})
    sql = "SELECT article_key FROM current WHERE article_id IN (SELECT unnest($articles::VARCHAR[]))"
    readings = table_of(con, sql, {"articles": articles}).to_pylist()
    found = _sentences(con, ids, among([row["article_key"] for row in readings]))
    if others := set(ids).difference(found):
        found |= _sentences(con, others, "IN (SELECT article_key FROM current)")
    return found


def _sentences(con: DuckDBPyConnection, ids: Collection[str], readings: str) -> dict[str, tuple[str, str]]:
    sql = f"SELECT key, id, article_id FROM events WHERE article_key {readings} AND id IN (SELECT unnest($ids::VARCHAR[]))"
    events = {row["key"]: row for row in table_of(con, sql, {"ids": sorted(ids)}).to_pylist()}
    words = table_of(con, f"SELECT event_key, text FROM evidence WHERE event_key {among([*events])} AND what = 'evidence'", {}).to_pylist()
    return {events[row["event_key"]]["id"]: (events[row["event_key"]]["article_id"], row["text"]) for row in words}


def state_names(con: DuckDBPyConnection, *, but: Collection[str] = ()) -> dict[str, str]:
    """Codes of states to the names that the ledger has for them, the most usual one first, without those of `but`."""
    ids = [row["id"] for row in table_of(con, "SELECT DISTINCT id FROM names WHERE starts_with(id, 'state:') ORDER BY id", {}).to_pylist()]
    asked = [id_ for id_ in ids if id_.removeprefix("state:") not in but]
    if not asked:
        return {}
    sql = """SELECT country, mode(name) AS name FROM actors
             WHERE id IN (SELECT unnest($ids::VARCHAR[])) AND country IS NOT NULL GROUP BY country"""
    return {row["country"]: row["name"] for row in table_of(con, sql, {"ids": asked}).to_pylist()}


def _narrow(filters: Filters, since: dt.date | None, until: dt.date | None, outlet: str | None, min_confidence: float | None) -> None:
    filters.window("day", since, until)
    filters.outlet(outlet, "article_key")
    filters.at_least("confidence", min_confidence)


def _known(con: DuckDBPyConnection, who: str) -> str:
    """A side as it was given, or the code of the state whose name it is."""
    return who if _codes(who) else meant(con, who).country or who


def _side(con: DuckDBPyConnection, side: str, who: str, name: str, params: dict[str, Any]) -> str:
    """The condition that one side of an event is `who`, bound under `name`. Codes are countries only: `actors` need not be searched."""
    if codes := _codes(who):
        params.update({f"{name}{n}": code for n, code in enumerate(codes)})
        return f"coalesce({side}_country IN ({', '.join(f'${name}{n}' for n in range(len(codes)))}), false)"
    params[name] = list(meant(con, who).ids)
    return f"coalesce(list_contains(${name}::VARCHAR[], {side}_actor), false)"


def _codes(who: str) -> list[str]:
    """The countries that a side names by their codes; empty where it is an actor."""
    codes = [code.strip() for code in who.split(",")]
    return codes if all(is_code(code) for code in codes) else []

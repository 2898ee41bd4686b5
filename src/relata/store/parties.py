"""Who is an actor, and with whom does it deal? One actor's facts, its partners, and the pairs of countries with most events.

In: a read-only connection and filters. Out: Arrow tables, one dictionary. Left out: lists of rows (`queries`), measures (`relations`).

Counts here are of events as `queries.events` lists them, each report for itself, so that a number and the list behind it agree.
`relations` counts each act once over all its tellings.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pyarrow as pa
from duckdb import DuckDBPyConnection

from . import tallies
from .filters import Filters
from .naming import is_code
from .paging import table_of, with_total

# How the events of a group are told apart: by quadrant, with the mean of PLOVER's score (-10 to 10) and the days they lie in.
_COUNTED: Final = """count(*) AS n_events, count(*) FILTER (quad = 1) AS n_quad1, count(*) FILTER (quad = 2) AS n_quad2,
    count(*) FILTER (quad = 3) AS n_quad3, count(*) FILTER (quad = 4) AS n_quad4,
    avg(score) AS score, min(day) AS first, max(day) AS last"""


def pairs(
    con: DuckDBPyConnection,
    *,
    country: str | None = None,
    outlet: str | None = None,
    outlet_country: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    min_confidence: float | None = None,
    run: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
    total: bool = False,
) -> pa.Table:
    """Pairs of countries, those with most events first: codes a and b (a before b), names, counts by quadrant, mean score, days.

    A name is that of the state in its newest article, None where no text names the state itself. `country` keeps the pairs of one
    country. Events of any status count; the direction is left out.
    """
    filters = Filters("article_key", run=run)
    filters.window("day", since, until)
    filters.outlet(outlet, "article_key")
    filters.outlet_country(outlet_country, "article_key")
    filters.at_least("confidence", min_confidence)
    if country is not None:
        filters.country(country)
    sql = f"""WITH directed AS (  -- first as the columns stand, which takes a third of the time
        SELECT source_country, target_country, quad, count(*) AS n, sum(score) AS total, min(day) AS first, max(day) AS last
        FROM events WHERE source_country <> target_country AND {filters.sql} GROUP BY ALL
    ),
    dealt AS (
        SELECT least(source_country, target_country) AS a, greatest(source_country, target_country) AS b, sum(n)::BIGINT AS n_events,
               {", ".join(f"coalesce(sum(n) FILTER (quad = {n}), 0)::BIGINT AS n_quad{n}" for n in (1, 2, 3, 4))},
               sum(total) / sum(n) AS score, min(first) AS first, max(last) AS last, count(*) OVER () AS every
        FROM directed GROUP BY a, b ORDER BY n_events DESC, a, b {filters.page(limit, offset)}
    ),
    known AS ({_named(con, "SELECT 'state:' || a FROM dealt UNION SELECT 'state:' || b FROM dealt")})
    SELECT a, b, one.name AS a_name, other.name AS b_name, dealt.* EXCLUDE (a, b)
    FROM dealt LEFT JOIN known one ON one.id = 'state:' || a LEFT JOIN known other ON other.id = 'state:' || b
    ORDER BY n_events DESC, a, b"""
    counted = f"""SELECT count(DISTINCT (least(source_country, target_country), greatest(source_country, target_country))) AS n
                  FROM events WHERE source_country <> target_country AND {filters.sql}"""
    table = table_of(con, sql, filters.params)
    # Any row knows how many pairs there are; a page without rows does not.
    n = table["every"][0] if table.num_rows else table_of(con, counted, filters.params)["n"][0] if total else None
    return with_total(table.drop_columns("every"), n.as_py() if total and n is not None else None)


def partners(con: DuckDBPyConnection, who: str, *, limit: int | None = 20) -> pa.Table:
    """With whom an actor deals, most events first: id, name, country, counts by quadrant, mean score, first and last day.

    `who` is an actor's id, or a country's code, whose partners are other countries: their ids are those of states.
    """
    filters = Filters("article_key", con=con)
    filters.either_side(who)
    what, prefix = ("country", "'state:' || ") if is_code(who) else ("actor", "")
    others = f"{prefix}CASE WHEN source_{what} = $who THEN target_{what} ELSE source_{what} END AS id"
    within = f"source_{what} <> target_{what}"
    filters.params["who"] = who
    sql = f"""WITH dealt AS (
        SELECT {others}, {_COUNTED} FROM events WHERE {within} AND {filters.sql}
        GROUP BY ALL ORDER BY n_events DESC, id {filters.page(limit, 0)}
    ),
    known AS ({_named(con, "SELECT id FROM dealt")})
    SELECT dealt.id, coalesce(known.name, split_part(dealt.id, ':', 2)) AS name,
           coalesce(known.country, CASE WHEN starts_with(dealt.id, 'state:') THEN substr(dealt.id, 7) END) AS country, dealt.* EXCLUDE (id)
    FROM dealt LEFT JOIN known USING (id) ORDER BY n_events DESC, dealt.id"""
    return table_of(con, sql, filters.params)


def actor(con: DuckDBPyConnection, id: str) -> dict[str, Any] | None:
    """One actor: name, kind, country, sector, secondary and role as the newest article has them, and what the ledger has of it.

    `n_articles`, `n_mentions` (each None for a state that no text names itself), `n_events`, `n_statements` by it and `n_about` it; for a
    state those of all its people and bodies. None where no article names it, or anybody of that state.
    """
    country = id.removeprefix("state:") if id.startswith("state:") and is_code(id[6:]) else None
    readings = "article_key NOT IN (SELECT article_key FROM superseded)"
    counted = "SELECT * FROM tallies WHERE id = $id" if tallies.are_kept(con) else tallies.counted(readings, "id = $id")
    found = [
        {**table_of(con, f"{_NEWEST} {told.pop('article_key')}", {"id": id}).to_pylist()[0], **told}
        for told in table_of(con, counted, {"id": id}).to_pylist()
    ]
    if not found and country is None:
        return None
    who = country or id
    known: dict[str, Any] = found[0] if found else _unnamed(id, country)
    for name, table, narrow in (
        ("n_events", "events", Filters.either_side),
        ("n_statements", "statements", Filters.speaker),
        ("n_about", "statements", Filters.about),
    ):
        filters = Filters("article_key", con=con)
        narrow(filters, who)
        known[name] = table_of(con, f"SELECT count(*) AS n FROM {table} WHERE {filters.sql}", filters.params)["n"][0].as_py()
    if not found and not known["n_events"] + known["n_statements"] + known["n_about"]:
        return None
    return known


_NEWEST = "SELECT id, name, kind, country, sector, secondary, role FROM actors WHERE id = $id AND article_key ="


def _named(con: DuckDBPyConnection, ids: str) -> str:
    """A query for id, name and country of some actors; name and country as in a newest article, or in the one read last in a lake."""
    if tallies.are_kept(con):
        return f"""SELECT a.id, name, country FROM (SELECT id, article_key FROM tallies WHERE id IN ({ids})) t
                   JOIN actors a ON a.article_key = t.article_key AND a.id = t.id"""
    return f"""SELECT id, arg_max(name, article_key) AS name, arg_max(country, article_key) AS country
               FROM actors WHERE id IN ({ids}) GROUP BY id"""


def _unnamed(id: str, country: str | None) -> dict[str, Any]:
    """A state of which only people or bodies occur."""
    nothing = dict.fromkeys(("sector", "role", "n_articles", "n_mentions", "first_published", "last_published"))
    return {"id": id, "name": country, "kind": "state", "country": country, "secondary": [], **nothing}


def extent(con: DuckDBPyConnection) -> dict[str, Any]:
    """What the current articles span: `first` and `last` day of publication, `n_outlets`, `n_undated`."""
    sql = """SELECT min(published) AS first, max(published) AS last, count(DISTINCT outlet) AS n_outlets,
                    count(*) FILTER (published IS NULL) AS n_undated FROM current_articles"""
    row: dict[str, Any] = table_of(con, sql, {}).to_pylist()[0]
    return row

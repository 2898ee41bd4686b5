"""Which reports are one act? The rule, as SQL.

In: where reports are, with their story and details. Out: SQL that names the act of each. Left out: which reports are asked about, and the
table that keeps what comes out (`counting`).

One act told many times counts once. Reports can be one act only where they are of the same two countries, the same type and the same
direction, which is left out where both sides do the same, and where both are done (told as done, or as history) or both planned. Then:

1. Within a story, whose articles are near-copies, reports that follow each other by at most three days are one act. Where the text names
   another day for the one than for the other they are two; a report that names none goes with the day named last before it.
2. Across stories and outlets, reports are one act where their day is the same and no detail of theirs contradicts another. A story's day
   is the one that its text names, else that of its first report, which news has from its article. An act that is dated by a month or less
   exactly is not joined with another story's.
3. Details contradict where both are told and differ: the place, the acting or the meant person, or sector where no person is named and
   it is not the government (a state may be told as anybody of its government), and the contexts, where no one context is in all reports
   that have any. Where reports of a day tell two or more places, those that tell none cannot be told to be of either; they stay apart,
   as one act. So with persons and sectors.

The first step is what the copies of a story need. The second is the one-a-day filter of KEDS and later coders (one event a day for each
source, target and code) made narrower by the third, since that filter also joins what is not the same: two attacks in two towns, talks of
ministers and of presidents. What is dated by its article has that article's day as if its text named it: the two cannot be told apart.

The earliest, most confident report stands for its act (`ORDER`).
"""

from __future__ import annotations

from typing import Final

# Copies of a story are published within days of each other, and an act without a date of its own has its article's day.
SAME_ACT_DAYS: Final = 3
ORDER: Final = "day, confidence DESC, article_id, n"
ACTED: Final = ("actual", "past")  # what was denied or only supposed is no act, what is planned is a vow
KEPT_STATUSES: Final = ("actual", "past", "planned")
NAMED: Final = "told_day, act, previous, tellings, outlets, outlet_countries"  # what is told of each report, besides its key

_SIDES: Final = "coalesce(source_country, source_actor, ''), coalesce(target_country, target_actor, '')"
_FORWARD: Final = "coalesce(source_country, source_actor, '') < coalesce(target_country, target_actor, '')"
_SAME: Final = "a, b, type, told_as, way"
_DETAILS: Final = ("place", "who_a", "who_b")


def _who(side: str) -> str:
    return f"CASE WHEN {side}_kind = 'person' THEN {side}_actor WHEN {side}_sector <> 'GOV' THEN {side}_sector END"


def reports(source: str, more: str = "") -> str:
    """What the rule asks of rows of `acts`, or of rows like them: the sides in one order, and the details."""
    source_who, target_who = _who("source"), _who("target")
    return f"""
    SELECT "key", article_id, n, day, confidence, story, type, contexts, lower(outlet) AS outlet, outlet_country,
           least({_SIDES}) AS a, greatest({_SIDES}) AS b, CASE WHEN status IN ('actual', 'past') THEN 'done' ELSE status END AS told_as,
           CASE WHEN "symmetric" THEN 0 WHEN {_FORWARD} THEN 1 ELSE -1 END AS way, coalesce(lower(place_name), place_country) AS place,
           CASE WHEN {_FORWARD} THEN {source_who} ELSE {target_who} END AS who_a,
           CASE WHEN {_FORWARD} THEN {target_who} ELSE {source_who} END AS who_b {more}
    FROM {source}"""


def dated(source: str) -> str:
    """The first step: reports with the `told_day` that their act has in their story, NULL where it has none, and the `unit` they are of.

    A unit is what is one act within its story, named by the least of its keys.
    """
    dates = """, CASE WHEN date_precision = 'day' AND date IS DISTINCT FROM published THEN date END AS named,
                 CASE WHEN date_precision = 'day' THEN date END AS known"""
    in_chain = "PARTITION BY strand, chain"
    return f"""
    SELECT * EXCLUDE (strand, gap, chain, named, known), min("key") OVER ({in_chain}, told_day) AS unit
    FROM (
        SELECT *, coalesce(
                   max(named) OVER ({in_chain} ORDER BY day), min(named) OVER ({in_chain}), min(known) OVER ({in_chain})
               ) AS told_day
        FROM (
            SELECT *, sum(gap) OVER (PARTITION BY strand ORDER BY day) AS chain
            FROM (
                SELECT *, (coalesce(day - lag(day) OVER (PARTITION BY strand ORDER BY day), 0) > {SAME_ACT_DAYS})::INTEGER AS gap
                FROM (SELECT *, min("key") OVER (PARTITION BY story, {_SAME}) AS strand FROM ({reports(source, dates)}))
            )
        )
    )"""


def groups(source: str) -> str:
    """Within what of other stories an act of these reports may be told too."""
    return f"SELECT DISTINCT {_SAME}, told_day FROM {source} WHERE told_day IS NOT NULL"


def of_groups(source: str, groups: str) -> str:
    """The reports of rows of `acts` that are in some of the groups, with their `unit` and with what `NAMED` lists as it stands there."""
    on = " AND ".join(f"r.{column} = g.{column}" for column in (*_SAME.split(", "), "told_day"))
    unit = f'min("key") OVER (PARTITION BY story, {_SAME}, told_day) AS unit'
    return f"SELECT *, {unit} FROM (FROM ({reports(source, f', {NAMED}')}) r SEMI JOIN {groups} g ON {on})"


def named(source: str) -> str:
    """The second and third step: of reports that are `dated`, `key` and what `NAMED` lists."""
    in_group = f"{_SAME}, told_day"
    told = ", ".join(f"array_to_string(list_sort(list_distinct(list({detail}))), '|') AS {detail}" for detail in _DETAILS)
    # Details are '' where none is told. Where all that are told are the same they tell nothing apart.
    known = "FILTER ({0} <> '') OVER day"
    alike = f"CASE WHEN min({{0}}) {known} IS DISTINCT FROM max({{0}}) {known} THEN {{0}} END AS {{0}}"
    apart = ", ".join(alike.format(detail) for detail in _DETAILS)
    return f"""
    WITH reports AS MATERIALIZED ({source}),
    several AS (SELECT {in_group} FROM reports WHERE told_day IS NOT NULL GROUP BY ALL HAVING min(unit) <> max(unit)),
    units AS MATERIALIZED (
        SELECT {in_group}, unit, {told}, list_sort(list_distinct(flatten(list(contexts)))) AS contexts
        FROM reports SEMI JOIN several USING ({in_group}) GROUP BY {in_group}, unit
    ),
    shared AS (
        SELECT {in_group}, coalesce(
            len(list_reduce(list(contexts) FILTER (len(contexts) > 0), lambda x, y: list_intersect(x, y))) > 0, true) AS shared
        FROM units GROUP BY {in_group}
    ),
    parts AS (
        SELECT {in_group}, unit, {apart}, CASE WHEN NOT shared THEN contexts END AS about
        FROM units JOIN shared USING ({in_group}) WINDOW day AS (PARTITION BY {in_group})
    ),
    one AS (SELECT unit, min(unit) OVER (PARTITION BY {in_group}, {", ".join(_DETAILS)}, about) AS one FROM parts),
    once AS MATERIALIZED (
        SELECT "key", article_id, told_day, outlet, outlet_country, first_value("key") OVER act AS act, lag(day) OVER act AS previous
        FROM (SELECT reports.*, coalesce(one, unit) AS one FROM reports LEFT JOIN one USING (unit))
        WINDOW act AS (PARTITION BY one ORDER BY {ORDER})
    ),
    sizes AS (
        SELECT act, count(DISTINCT article_id)::INTEGER AS tellings, count(DISTINCT outlet)::INTEGER AS outlets,
               coalesce(list_sort(list(DISTINCT outlet_country) FILTER (outlet_country IS NOT NULL)), []) AS outlet_countries
        FROM once GROUP BY act
    )
    SELECT "key", {NAMED} FROM once JOIN sizes USING (act)"""


def first(apart: str = "") -> str:
    """QUALIFY: of the rows of a question, the first of each act; of each act and column `apart` where it is given."""
    return f"QUALIFY row_number() OVER (PARTITION BY act{apart} ORDER BY {ORDER}) = 1"


def is_first(since: str | None = None) -> str:
    """The same where the rows are all of each act from the day `since` on: a bound parameter, None for all days."""
    before = f" OR previous < {since}" if since else ""
    return f"(previous IS NULL{before})"

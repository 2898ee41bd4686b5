"""How does a filter become SQL? Conditions with bound parameters, and nothing of the user's text in the SQL itself.

In: filter values. Out: a WHERE clause and the parameters it binds. Left out: what is selected (`queries`).

The large tables are gone through once for each question, so a filter must cost little a row: what can be looked up in a small table
first, such as the ids behind a name, is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from duckdb import DuckDBPyConnection

from .faults import KINDS
from .same import ORDER

FEW: Final = 500  # ids that are written out


class Filters:
    """Conditions joined by AND, collected one by one. A filter whose value is None adds nothing.

    Args:
        reading: the column that holds the article's key, to which the choice of run applies; None for no choice.
        run: list this run's rows; None lists current ones.
        con: where actors' names are looked up at once, which is quicker than within the question itself.
    """

    def __init__(self, reading: str | None, *, run: str | None = None, con: DuckDBPyConnection | None = None) -> None:
        self.params: dict[str, Any] = {}
        self._con = con
        self._ids: dict[str, str] = {}
        self._conditions: list[str] = []
        if run is not None:
            self.equal("run_id", run)
        elif reading is not None:
            self._conditions.append(f"{reading} NOT IN (SELECT article_key FROM superseded)")

    @property
    def sql(self) -> str:
        return " AND ".join(f"({condition})" for condition in self._conditions) or "true"

    def page(self, limit: int | None, offset: int) -> str:
        if offset < 0 or (limit is not None and limit < 0):
            raise ValueError(f"limit {limit!r} and offset {offset!r}: neither may be below 0; limit=None gives all rows")
        limited = "" if limit is None else f"LIMIT {self._bind(limit)}"
        return f"{limited} OFFSET {self._bind(offset)}"

    def days(self, column: str, counts: Sequence[tuple[dt.date | None, int]], limit: int, offset: int) -> int:
        """Narrow to the days that a page lies in, and give its place among their rows. `counts` of days are in the list's order."""
        days: list[dt.date | None] = []
        before = reached = 0  # rows before the first of the days, and up to the end of the last
        for day, n in counts:
            if reached >= offset + limit:
                break
            reached += n
            if reached > offset:
                days.append(day)
            else:
                before = reached
        undated = f"{column} IS NULL" if None in days else "false"
        dated = [day for day in days if day is not None]
        within = f"{column} BETWEEN {self._bind(dated[-1])} AND {self._bind(dated[0])}" if dated else "false"
        self._conditions.append(f"{within} OR {undated}")
        return offset - before

    def equal(self, column: str, value: str | int | bool | None) -> None:
        if value is not None:
            self._conditions.append(f"{column} = {self._bind(value)}")

    def among(self, column: str, values: Collection[str]) -> None:
        self._conditions.append(f"list_contains({self._bind(list(values))}, {column})")

    def at_least(self, column: str, value: float | dt.date | None) -> None:
        if value is not None:
            self._conditions.append(f"{column} >= {self._bind(value)}")

    def window(self, column: str, since: dt.date | None, until: dt.date | None) -> None:
        self.at_least(column, since)
        if until is not None:
            self._conditions.append(f"{column} <= {self._bind(until)}")

    def outlet(self, outlet: str | None, key_column: str) -> None:
        if outlet is not None:
            self._of_article(f"lower(outlet) = lower({self._bind(outlet)})", key_column)

    def outlet_country(self, country: str | None, key_column: str) -> None:
        if country is not None:
            self._of_article(f"outlet_country = {self._bind(country)}", key_column)

    def story(self, story: str | None, id_column: str) -> None:
        """A story of several articles, or the article that is its own."""
        if story is not None:
            name = self._bind(story)
            self._conditions.append(
                f"{id_column} IN (SELECT article_id FROM stories WHERE story = {name}) "
                f"OR ({id_column} = {name} AND {id_column} NOT IN (SELECT article_id FROM stories))"
            )

    def once(self, acts: str) -> None:
        """Of the rows that are left so far, one for each act; `acts` are rows of that table (`counting.source`)."""
        if len(self._conditions) == 1:  # the reading alone: all rows of each act are left
            self._conditions.append(f"key NOT IN (SELECT key FROM {acts} WHERE previous IS NOT NULL)")
            return
        again = f"SELECT key FROM {acts} WHERE key IN (SELECT key FROM events WHERE {self.sql})"
        self._conditions.append(f"key NOT IN ({again} QUALIFY row_number() OVER (PARTITION BY act ORDER BY {ORDER}) > 1)")

    def same_act(self, id: str, acts: Callable[[str], str]) -> None:
        """The tellings of the act that an event tells, itself among them; `acts` gives rows of that table for a condition on `events`."""
        name = self._bind(id)
        alike = acts(f"id = {name}")
        self._conditions.append(f"id = {name} OR key IN (SELECT key FROM {alike} WHERE act IN (SELECT act FROM {alike} WHERE id = {name}))")

    def _of_article(self, condition: str, key_column: str) -> None:
        self._conditions.append(condition if key_column == "key" else f"{key_column} IN (SELECT key FROM articles WHERE {condition})")

    def contains(self, column: str, text: str, *, or_in: str | None = None) -> None:
        """The words anywhere, in any case; `or_in` is a further condition, with a gap for the bound pattern."""
        name = self._bind(_anywhere(text))
        found = f"regexp_matches({column}, {name})"
        self._conditions.append(f"{found} OR {or_in.format(name)}" if or_in else found)

    def sides(self, source: str | None, target: str | None) -> None:
        """Source and target of an event, also the other way round where it is symmetric."""
        if source is None and target is None:
            return
        forward = [self._party(side, value) for side, value in (("source", source), ("target", target)) if value is not None]
        backward = [self._party(side, value) for side, value in (("target", source), ("source", target)) if value is not None]
        self._conditions.append(f'({" AND ".join(forward)}) OR ("symmetric" AND {" AND ".join(backward)})')

    def either_side(self, actor: str) -> None:
        self._conditions.append(f"{self._party('source', actor)} OR {self._party('target', actor)}")

    def country(self, code: str) -> None:
        """A country on either side of an event, by its code alone."""
        name = self._bind(code)
        self._conditions.append(f"source_country = {name} OR target_country = {name}")

    def pair(self, one: str, other: str) -> None:
        forward = f"{self._party('source', one)} AND {self._party('target', other)}"
        backward = f"{self._party('source', other)} AND {self._party('target', one)}"
        self._conditions.append(f"({forward}) OR ({backward})")

    def speaker(self, by: str | None) -> None:
        if by is not None:
            self._conditions.append(self._party("speaker", by))

    def about(self, about: str | None) -> None:
        if about is not None:
            self._conditions.append(self._spoken_of(about))

    def voice(self, actor: str | None) -> None:
        """Who speaks or is spoken of."""
        if actor is not None:
            self._conditions.append(f"{self._party('speaker', actor)} OR {self._spoken_of(actor)}")

    def voices(self, one: str, other: str) -> None:
        """One of the two speaks of the other."""
        forward = f"{self._party('speaker', one)} AND {self._spoken_of(other)}"
        backward = f"{self._party('speaker', other)} AND {self._spoken_of(one)}"
        self._conditions.append(f"({forward}) OR ({backward})")

    def named(self, actor: str | None) -> None:
        """The article names the actor, or one of that country."""
        if actor is not None:
            country = f" OR {_of_country('id', self._bind(actor))}" if _is_country(actor) else ""
            self._conditions.append(f"key IN (SELECT article_key FROM actors WHERE {self._actor('id', actor)}{country})")

    def via(self, via: str | None) -> None:
        if via is not None:
            words = f"lower(text) = lower({self._bind(via)})"
            self._conditions.append(f"key IN (SELECT statement_key FROM chain WHERE {words} OR {self._actor('actor', via)})")

    def said(self, text: str) -> None:
        words = f"regexp_matches(text, {self._bind(_anywhere(text))})"
        self._conditions.append(f"key IN (SELECT statement_key FROM contents WHERE {words})")

    def told(self, text: str) -> None:
        """The words are in those that an event rests on."""
        words = f"what = 'evidence' AND regexp_matches(text, {self._bind(_anywhere(text))})"
        self._conditions.append(f"key IN (SELECT event_key FROM evidence WHERE {words})")

    def called(self, text: str) -> None:
        """The words are in the actor's name. Whose name ever held them is looked up first: going through all readings takes longer."""
        if self._con is not None:
            with self._con.cursor() as cursor:
                sql = "SELECT DISTINCT id FROM names WHERE regexp_matches(name, ?) ORDER BY id LIMIT ?"
                ids = [id_ for (id_,) in cursor.execute(sql, [_anywhere(text), FEW + 1]).fetchall()]
            if len(ids) <= FEW:
                self._conditions.append(f"id IN ({', '.join(map(self._bind, ids))})" if ids else "false")
        self.contains("name", text)

    def _spoken_of(self, about: str) -> str:
        of_country = f" OR {_of_country('actor', self._bind(about))}" if _is_country(about) else ""
        return f"key IN (SELECT statement_key FROM about WHERE {self._actor('actor', about)}{of_country})"

    def _party(self, side: str, value: str) -> str:
        """The side's actor is the one named, or is of the country named, by its code or name."""
        code = value if _is_country(value) else self._state_named(value)
        if code is not None:
            return f"({side}_country = {self._bind(code)} OR {self._actor(f'{side}_actor', value)})"
        return self._actor(f"{side}_actor", value)

    def _state_named(self, name: str) -> str | None:
        """The country of a state that the ledger knows by this name."""
        if self._con is None or ":" in name:
            return None
        with self._con.cursor() as cursor:
            found = cursor.execute("SELECT id FROM names WHERE name = lower(?) AND id LIKE 'state:%' ORDER BY id", [name]).fetchone()
        return str(found[0]).removeprefix("state:") if found else None

    def _actor(self, column: str, value: str) -> str:
        """The column holds the id, or the id of an actor of that name. An id begins with a kind and a colon."""
        if value.split(":")[0] in KINDS and ":" in value:
            return f"({column} = {self._bind(value)})"
        if self._con is not None:
            ids = self._ids_of(self._con, value)
            return f"({column} IN ({ids}))" if ids else "false"
        name = self._bind(value)
        return f"coalesce({column} IN (SELECT id FROM names WHERE name = lower({name})), false)"

    def _ids_of(self, con: DuckDBPyConnection, name: str) -> str:
        """Bound, with commas between; looked up once."""
        if name not in self._ids:
            with con.cursor() as cursor:
                found = cursor.execute("SELECT id FROM names WHERE name = lower(?) ORDER BY id", [name]).fetchall()
            self._ids[name] = ", ".join(self._bind(id_) for (id_,) in found)
        return self._ids[name]

    def _bind(self, value: object) -> str:
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f"${name}"


def _is_country(value: str) -> bool:
    """Three capitals may be a country's code; a body such as WHO is found by its name at the same time."""
    return len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()


def _of_country(column: str, code: str) -> str:
    """An actor's id tells its country (`records.Actor`)."""
    return f"({column} = 'state:' || {code} OR ends_with({column}, '@' || {code}))"


def _anywhere(text: str) -> str:
    """A pattern for the text as it stands, in any case. It takes a quarter of the time of comparing in lower case, about 0.05 s a million
    statements; there is no index of words, which would find no parts of words."""
    quoted = text.replace("\\E", "\\E\\\\E\\Q")
    return f"(?i)\\Q{quoted}\\E"

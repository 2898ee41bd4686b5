"""How does a filter become SQL? Conditions with bound parameters, and nothing of the user's text in the SQL itself.

In: filter values. Out: a WHERE clause and the parameters it binds. Left out: what is selected (`queries`).

The large tables are gone through once for each question, so a filter must cost little a row: what can be looked up in a small table
first, such as the ids behind a name, is.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from duckdb import DuckDBPyConnection

from . import searching, wording
from .naming import Meant, is_code, is_id, meant
from .same import ORDER

FEW: Final = 500  # ids that are written out


class Filters:
    """Conditions joined by AND, collected one by one. A filter whose value is None adds nothing.

    Args:
        reading: the column that holds the article's key, to which the choice of run applies; None for no choice.
        run: list this run's rows; None lists current ones.
        con: where actors' names are looked up at once, which is quicker than within the question itself.
        prefix: of the parameters' names; another one where two filters meet in one question.
    """

    def __init__(self, reading: str | None, *, run: str | None = None, con: DuckDBPyConnection | None = None, prefix: str = "p") -> None:
        self.params: dict[str, Any] = {}
        self._prefix = prefix
        self._con = con
        self._meant: dict[str, Meant] = {}
        self._conditions: list[str] = []
        self._can_hold: list[str] = []  # conditions that follow from these, and cost much
        # Conditions on texts, for a condition on the keys of the rows whose texts are looked at.
        self._sought: list[Callable[[str], str]] = []
        if run is not None:
            self.equal("run_id", run)
        elif reading is not None:
            self._conditions.append(f"{reading} NOT IN (SELECT article_key FROM superseded)")

    @property
    def sql(self) -> str:
        return _all([*self._conditions, *(sought("") for sought in self._sought)])

    @property
    def is_costly(self) -> bool:
        """Texts are looked through, so that it is quicker to ask first of which rows."""
        return bool(self._sought)

    @property
    def sql_without_texts(self) -> str:
        return _all(self._conditions)

    @property
    def sql_of_holders(self) -> str:
        """The same, of those articles alone that can hold what is looked for."""
        return _all([*self._conditions, *self._can_hold])

    def sql_of(self, keys: str) -> str:
        """What holds of rows whose keys meet a condition, such as "IN (1, 2)", besides that condition."""
        return _all([f"key {keys}", *(sought(keys) for sought in self._sought)])

    @property
    def is_bare(self) -> bool:
        """Nothing is asked but that readings are current."""
        return not self.params and len(self._conditions) == 1 and not self._sought

    def page(self, limit: int | None, offset: int) -> str:
        if offset < 0 or (limit is not None and limit < 0):
            raise ValueError(f"limit {limit!r} and offset {offset!r}: neither may be below 0; limit=None gives all rows")
        # Written out: what counts the rows of a question binds what its page binds.
        return f"{'' if limit is None else f'LIMIT {limit:d}'} OFFSET {offset:d}"

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

    def within(self, condition: str, params: Mapping[str, Any]) -> None:
        """A condition made elsewhere, with what it binds."""
        self._conditions.append(condition)
        self.params.update(params)

    def context(self, name: str | None) -> None:
        """A PLOVER context among those of an event; ``none``: it has none."""
        if name is not None:
            self._conditions.append("len(contexts) = 0" if name == "none" else f"list_contains(contexts, {self._bind(name)})")

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
        if self.is_bare:  # all rows of each act are left
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

    def contains(self, column: str, text: str) -> None:
        """All the words anywhere, in any case."""
        patterns = [self._bind(searching.anywhere(words)) for words in searching.phrases(text)]
        self._conditions.append(searching.holds_all(column, patterns))

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
            self._conditions.append(f"key IN (SELECT article_key FROM actors WHERE {self._actor_or_country('id', actor)})")

    def via(self, via: str | None) -> None:
        if via is not None:
            words = f"lower(text) = lower({self._bind(via)})"
            self._conditions.append(f"key IN (SELECT statement_key FROM chain WHERE {words} OR {self._actor('actor', via)})")

    def written(self, text: str) -> None:
        """Of articles: all the words are in the title, or all in the text."""
        self._seek("key", text, searching.in_articles)

    def said(self, text: str) -> None:
        """All the words are in what was said, each in any of its stretches."""
        self._seek("article_key", text, searching.in_contents)

    def told(self, text: str) -> None:
        """All the words are in those that an event rests on."""
        self._seek("article_key", text, searching.in_evidence)

    def _seek(self, reading: str, text: str, condition: Callable[[Sequence[str], str, str], str]) -> None:
        """The rows are of articles that can hold the words, where these are few; which do hold them need not always be asked."""
        words = searching.phrases(text)
        holders = wording.holders(self._con, words) if self._con is not None else None
        whole = holders is not None and holders.all_do and reading == "key"
        few = holders.sql if holders is not None and (holders.few or whole) else ""
        if few:
            self._conditions.append(f"{reading} IN ({few})")
        elif holders is not None:
            self._can_hold.append(f"{reading} IN ({holders.sql})")
        if not whole:
            # The longest is mostly the rarest, and then the others are looked for in few.
            patterns = [self._bind(searching.anywhere(phrase)) for phrase in sorted(words, key=len, reverse=True)]
            self._sought.append(lambda keys: condition(patterns, keys, few))

    def but(self, keys: str) -> None:
        """Not the rows whose keys a query gives."""
        self._conditions.append(f"key NOT IN ({keys})")

    def kind(self, kind: str) -> None:
        """Of actors: their kind, which their id tells."""
        self._conditions.append(f"starts_with(id, {self._bind(f'{kind}:')})")

    def of_country(self, code: str) -> None:
        """Of actors: their country, which their id tells too."""
        self._conditions.append(_of_country("id", self._bind(code)))

    def called(self, text: str) -> None:
        """All the words are in a name of the actor, with or without accents."""
        patterns = [self._bind(searching.anywhere(strip_accents(words))) for words in searching.phrases(text)]
        self._conditions.append(f"id IN (SELECT id FROM names WHERE {searching.holds_all('strip_accents(name)', patterns)})")

    def _spoken_of(self, about: str) -> str:
        return f"key IN (SELECT statement_key FROM about WHERE {self._actor_or_country('actor', about)})"

    def _party(self, side: str, value: str) -> str:
        """The side's actor is one that is named, or is of the country named, by its code or name."""
        country = self._who(value).country
        named = self._actor(f"{side}_actor", value)
        return named if country is None else f"({side}_country = {self._bind(country)} OR {named})"

    def _actor_or_country(self, column: str, value: str) -> str:
        """The same of a column that holds ids alone."""
        country = self._who(value).country
        named = self._actor(column, value)
        return named if country is None else f"({named} OR {_of_country(column, self._bind(country))})"

    def _actor(self, column: str, value: str) -> str:
        """The column holds an id that is named."""
        if is_id(value):
            return f"({column} = {self._bind(value)})"
        if self._con is None:
            name = self._bind(value)
            return f"coalesce({column} IN (SELECT id FROM names WHERE name = lower({name})), false)"
        ids = self._who(value).ids
        if not ids:
            return "false"
        if len(ids) > FEW:
            return f"coalesce({column} IN (SELECT unnest({self._bind(list(ids))}::VARCHAR[])), false)"
        return f"coalesce({column} IN ({', '.join(map(self._bind, ids))}), false)"

    def _who(self, value: str) -> Meant:
        """Whom a filter means; looked up once. Without a connection to look in, codes are codes."""
        if value not in self._meant:
            bare = Meant(value if is_code(value) else None)
            self._meant[value] = bare if self._con is None or is_id(value) else meant(self._con, value)
        return self._meant[value]

    def _bind(self, value: object) -> str:
        name = f"{self._prefix}{len(self.params)}"
        self.params[name] = value
        return f"${name}"


def _of_country(column: str, code: str) -> str:
    """An actor's id tells its country (`records.Actor`)."""
    return f"({column} = 'state:' || {code} OR ends_with({column}, '@' || {code}))"


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(f"({condition})" for condition in conditions) or "true"


def strip_accents(text: str) -> str:
    """As DuckDB's function of this name has it."""
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))

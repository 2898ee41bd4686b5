"""How does a filter become SQL? Conditions with bound parameters, and nothing of the user's text in the SQL itself.

In: filter values. Out: a WHERE clause and the parameters it binds. Left out: what is selected (`queries`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from .faults import KINDS


class Filters:
    """Conditions joined by AND, collected one by one. A filter whose value is None adds nothing.

    Args:
        reading: the column that holds the article's key, to which the choice of run applies; None for no choice.
        run: list this run's rows; None lists current ones.
    """

    def __init__(self, reading: str | None, *, run: str | None = None) -> None:
        self.params: dict[str, Any] = {}
        self._conditions: list[str] = []
        if run is not None:
            self.equal("run_id", run)
        elif reading is not None:
            self._conditions.append(f"{reading} IN (SELECT article_key FROM current)")

    @property
    def sql(self) -> str:
        return " AND ".join(f"({condition})" for condition in self._conditions) or "true"

    def page(self, limit: int | None, offset: int) -> str:
        if offset < 0 or (limit is not None and limit < 0):
            raise ValueError(f"limit {limit!r} and offset {offset!r}: neither may be below 0; limit=None gives all rows")
        limited = "" if limit is None else f"LIMIT {self._bind(limit)}"
        return f"{limited} OFFSET {self._bind(offset)}"

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
            same = f"lower(outlet) = lower({self._bind(outlet)})"
            self._conditions.append(same if key_column == "key" else f"{key_column} IN (SELECT key FROM articles WHERE {same})")

    def contains(self, column: str, text: str, *, or_in: str | None = None) -> None:
        name = self._bind(text)
        found = f"contains(lower({column}), lower({name}))"
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

    def pair(self, one: str, other: str) -> None:
        forward = f"{self._party('source', one)} AND {self._party('target', other)}"
        backward = f"{self._party('source', other)} AND {self._party('target', one)}"
        self._conditions.append(f"({forward}) OR ({backward})")

    def speaker(self, by: str | None) -> None:
        if by is not None:
            self._conditions.append(self._party("speaker", by))

    def about(self, about: str | None) -> None:
        """Of whom a statement speaks. A country means its actors as known in that reading."""
        if about is None:
            return
        spoken_of = f"SELECT statement_key FROM about WHERE {self._actor('actor', about)}"
        if _is_country(about):
            spoken_of += f""" UNION ALL SELECT b.statement_key FROM about b JOIN statements s ON s.key = b.statement_key
                JOIN actors a ON a.article_key = s.article_key AND a.id = b.actor WHERE a.country = {self._bind(about)}"""
        self._conditions.append(f"key IN ({spoken_of})")

    def via(self, via: str | None) -> None:
        if via is not None:
            words = f"lower(text) = lower({self._bind(via)})"
            self._conditions.append(f"key IN (SELECT statement_key FROM chain WHERE {words} OR {self._actor('actor', via)})")

    def said(self, text: str) -> None:
        self._conditions.append(f"key IN (SELECT statement_key FROM contents WHERE contains(lower(text), lower({self._bind(text)})))")

    def _party(self, side: str, value: str) -> str:
        """The side's actor is the one named, or is of the country named."""
        if _is_country(value):
            return f"({side}_country = {self._bind(value)} OR {self._actor(f'{side}_actor', value)})"
        return self._actor(f"{side}_actor", value)

    def _actor(self, column: str, value: str) -> str:
        """The column holds the id, or the id of an actor of that name. An id begins with a kind and a colon."""
        name = self._bind(value)
        if value.split(":")[0] in KINDS and ":" in value:
            return f"({column} = {name})"
        return f"coalesce({column} IN (SELECT id FROM actors WHERE lower(name) = lower({name})), false)"

    def _bind(self, value: object) -> str:
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f"${name}"


def _is_country(value: str) -> bool:
    """Three capitals may be a country's code; a body such as WHO is found by its name at the same time."""
    return len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()

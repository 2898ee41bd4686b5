"""Who is meant by a name? The actors of a ledger that typed words name, and those of like names where they name none.

In: a connection and what somebody typed. Out: countries, ids, names. Left out: the rows of those who are found (`queries`).

A code, an id, or the whole name of a state, of a body or of a person means that one alone. Any other words mean every actor whose name
holds all of them, each as a whole word and in any order: a last name means all who bear it. Case, accents and what stands between words
do not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from duckdb import DuckDBPyConnection

from . import tallies
from .faults import KINDS
from .paging import among

NEAR: Final = 0.85  # Jaro-Winkler likeness from which a name is offered in place of another: one or two letters in ten differ
LONGEST: Final = 5  # words of a state's name that are looked for in a text
EDGE: Final = r"(?:^|$|[^\pL\pN])"


@dataclass(frozen=True, slots=True)
class Meant:
    """Those whom a name means.

    Attributes:
        country: the code of a state that is meant with all its people and bodies.
        ids: of actors, in order.
        names: one of each of `ids`, in lower case; none where a code, an id, a state's whole name or that of one alone was typed.
    """

    country: str | None = None
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        """Whether anybody is meant."""
        return self.country is not None or bool(self.ids)


def meant(con: DuckDBPyConnection, name: str) -> Meant:
    """Whom the ledger knows by a country's code, an actor's id or a name."""
    if is_id(name):
        found = _rows(con, "SELECT id FROM names WHERE id = ? LIMIT 1", [name])
        return Meant(ids=tuple(id_ for (id_,) in found))
    if is_code(name) and _rows(con, "SELECT 1 FROM names WHERE id = 'state:' || $1 OR ends_with(id, '@' || $1) LIMIT 1", [name]):
        return Meant(name, tuple(id_ for (id_,) in _rows(con, "SELECT DISTINCT id FROM names WHERE name = lower(?) ORDER BY id", [name])))
    words = folded(con, name)
    if not words:
        return Meant()
    patterns = [f"{EDGE}{re.escape(word)}{EDGE}" for word in words]
    holds = " AND ".join("regexp_matches(strip_accents(name), ?)" for _ in patterns)
    found = _rows(con, f"SELECT DISTINCT strip_accents(name), id, name FROM names WHERE {holds} ORDER BY id, name", patterns)
    whole = tuple(dict.fromkeys(id_ for plain, id_, _ in found if _words(plain) == words))
    if whole and (len(words) > 1 or not all(id_.startswith("person:") for id_ in whole)):
        states = [id_.removeprefix("state:") for id_ in whole if id_.startswith("state:")]
        if states or len(whole) == 1:
            return Meant(states[0] if states else None, whole)
        found = [row for row in found if row[1] in whole]
    told = {id_: known for _, id_, known in found}
    return Meant(None, tuple(told), tuple(told.values()))


def near(con: DuckDBPyConnection, name: str, *, limit: int = 5) -> list[tuple[str, str]]:
    """Ids and names (in lower case) of actors that are called nearly so, the nearest first, states before others."""
    plain = " ".join(folded(con, name))
    if not plain:
        return []
    sql = f"""
    SELECT id, min(name) FROM (
        SELECT id, name, strip_accents(name) AS plain,
               greatest(jaro_winkler_similarity(plain, $1), 0.98 * list_max(
                   list_transform(string_split(plain, ' '), lambda word: jaro_winkler_similarity(word, $1)))) AS likeness
        FROM names
    ) WHERE likeness >= {NEAR} GROUP BY id ORDER BY max(likeness) DESC, starts_with(id, 'state:') DESC, id LIMIT $2"""
    return [(id_, known) for id_, known in _rows(con, sql, [plain, limit])]


def states_in(con: DuckDBPyConnection, text: str) -> list[tuple[str, str]]:
    """The states whose whole names stand in some words, in their order: code and name, the longest name first where one holds another."""
    words = folded(con, text)
    runs = [(n, size) for size in range(min(LONGEST, len(words)), 0, -1) for n in range(len(words) - size + 1)]
    spelt = {(n, size): " ".join(words[n : n + size]) for n, size in runs}
    sql = r"""SELECT trim(regexp_replace(strip_accents(name), '[^\pL\pN]+', ' ', 'g')) AS plain, id FROM names
              WHERE starts_with(id, 'state:') AND list_contains($1::VARCHAR[], plain) ORDER BY id"""
    known = {row[0]: row[1] for row in _rows(con, sql, [sorted(set(spelt.values()))])} if runs else {}
    taken: dict[int, str] = {}
    for n, size in runs:
        id_ = known.get(spelt[n, size])
        if id_ is not None and not any(n + step in taken for step in range(size)):
            taken |= {n + step: id_ for step in range(size)}
    ids = list(dict.fromkeys(taken[n] for n in sorted(taken)))
    names = {id_: known for id_, known, _ in called(con, ids, limit=len(ids))}
    return [(id_.removeprefix("state:"), names.get(id_, id_.removeprefix("state:"))) for id_ in ids]


def called(con: DuckDBPyConnection, ids: Sequence[str], *, limit: int = 8) -> list[tuple[str, str, str | None]]:
    """Of actors, those that most readings name: id, name and country, as a newest article has them, or in a lake the one read last."""
    if not ids:
        return []
    if not tallies.are_kept(con):
        sql = """SELECT id, arg_max(name, article_key), arg_max(country, article_key) FROM actors
                 WHERE id IN (SELECT unnest(?::VARCHAR[])) GROUP BY id ORDER BY count(*) DESC, id LIMIT ?"""
        return [(id_, known, country) for id_, known, country in _rows(con, sql, [list(ids), limit])]
    sql = """SELECT id, article_key FROM tallies WHERE id IN (SELECT unnest(?::VARCHAR[])) ORDER BY n_articles DESC, id LIMIT ?"""
    newest = _rows(con, sql, [list(ids), limit])
    # Keys written out are looked for only where they lie.
    sql = f"SELECT id, article_key, name, country FROM actors WHERE article_key {among(sorted({int(key) for _, key in newest}))}"
    known = {(id_, key): (name, country) for id_, key, name, country in _rows(con, sql, [])}
    return [(id_, *known[id_, key]) for id_, key in newest]


def folded(con: DuckDBPyConnection, name: str) -> list[str]:
    """The words of a name, in lower case and without accents, as the database writes them."""
    ((plain,),) = _rows(con, "SELECT strip_accents(lower(?))", [name])
    return _words(plain)


def is_id(name: str) -> bool:
    """An actor's id begins with a kind and a colon."""
    return ":" in name and name.split(":")[0] in KINDS


def is_code(name: str) -> bool:
    """Three capitals may be a country's code; a body such as WHO is found by its name."""
    return len(name) == 3 and name.isascii() and name.isalpha() and name.isupper()


def _words(plain: str) -> list[str]:
    return re.findall(r"[^\W_]+", plain)


def _rows(con: DuckDBPyConnection, sql: str, params: Sequence[object]) -> list[tuple[str, ...]]:
    with con.cursor() as cursor:
        return cursor.execute(sql, params).fetchall()

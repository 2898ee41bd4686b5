"""Which articles hold which words? An index of the words of titles and texts, so that a search goes through few texts.

In: a connection, and articles that were written. Out: the tables `words`, `occurrences` and `fresh_occurrences`, kept in step; a query for
the articles that can hold what is looked for. Left out: whether they do (`filters`), which articles count.

A search finds parts of words, in any case; so each different word stands once in `words`, and these are searched as a text is. Only the
letters A to Z are made small there: what else has two cases is left to the search, which then finds here what it would in the text.
Occurrences lie in order of their words, so that those of one word are read alone. New ones are kept apart until there are enough of them to
be put in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Final, NamedTuple

from duckdb import DuckDBPyConnection

from .paging import among

TABLES: Final = ("words", "occurrences", "fresh_occurrences")
ORDERED: Final = 4_000_000  # new occurrences, from so many on they are put in order: those of some 15,000 articles
AT_ONCE: Final = 40_000  # articles
COMMON: Final = 20  # Where one article in so many holds a word, asking which costs more than it spares.
MANY: Final = 2000  # different words that hold a part; it is then too short to choose by

_WORD: Final = r"[\p{L}\p{N}\p{M}]+"


class Holders(NamedTuple):
    """A query for the keys of the articles that can hold what is looked for; `all_do`: each of them does hold it; `few`: to ask it first
    costs less than it spares."""

    sql: str
    all_do: bool
    few: bool


def are_kept(con: DuckDBPyConnection) -> bool:
    """Whether the tables are there; a lake, which many write, has none."""
    with con.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'words'").fetchall() != [(0,)]


def index(con: DuckDBPyConnection, articles: str) -> None:
    """Index new articles: rows of key, title and text."""
    text = f"translate(concat_ws(' ', title, text), '{ascii_uppercase}', '{ascii_lowercase}')"
    con.execute(f"""
    CREATE TEMP TABLE found AS
    SELECT key AS article_key, unnest(list_distinct(regexp_extract_all({text}, '{_WORD}'))) AS spelling FROM ({articles})""")
    con.execute("""
    INSERT INTO words SELECT (SELECT coalesce(max(id), 0) FROM words) + row_number() OVER (ORDER BY spelling), spelling
    FROM (SELECT DISTINCT spelling FROM found ANTI JOIN words USING (spelling))""")
    con.execute("INSERT INTO fresh_occurrences SELECT id, article_key FROM found JOIN words USING (spelling) ORDER BY ALL")
    con.execute("DROP TABLE found")
    if con.execute("SELECT count(*) FROM fresh_occurrences").fetchall() > [(ORDERED,)]:
        con.execute("INSERT INTO occurrences SELECT * FROM fresh_occurrences ORDER BY ALL")
        con.execute("DELETE FROM fresh_occurrences")


def fill(con: DuckDBPyConnection) -> None:
    """Index all articles, some at a time; the tables are empty."""
    ((last,),) = con.execute("SELECT coalesce(max(key), 0) FROM articles").fetchall()
    for first in range(0, last + 1, AT_ONCE):
        here = f"SELECT * FROM articles WHERE key BETWEEN {first} AND {first + AT_ONCE - 1}"
        index(con, f"SELECT key, title, text FROM ({here}) JOIN texts ON sha = text_sha")


def holders(con: DuckDBPyConnection, phrases: Sequence[str]) -> Holders | None:
    """The articles that can hold all these phrases; None where nobody knows, or their parts of words are too short to tell."""
    if not are_kept(con):
        return None
    with con.cursor() as cursor:
        each, plain = [], len(phrases) == 1
        for phrase in phrases:
            ((parts,),) = cursor.execute(f"SELECT regexp_extract_all(?, '{_WORD}')", [phrase]).fetchall()
            plain &= parts == [phrase]
            for n, part in enumerate(parts):
                # In a text the first of a phrase's words may have more before it, and the last more after it.
                begins, ends = n > 0 or not phrase.startswith(part), n < len(parts) - 1 or not phrase.endswith(part)
                pattern = f"(?i){'^' * begins}\\Q{part}\\E{'$' * ends}"
                ids = cursor.execute(f"SELECT id FROM words WHERE regexp_matches(spelling, ?) LIMIT {MANY + 1}", [pattern]).fetchall()
                if len(ids) <= MANY:
                    where = f"word {among([id_ for (id_,) in ids])}"
                    each.append(f"SELECT article_key FROM (FROM occurrences WHERE {where} UNION ALL FROM fresh_occurrences WHERE {where})")
                else:
                    plain = False
        if not each:
            return None
        # Materialized, since how many they are is guessed wrong otherwise, and the larger table taken for the smaller.
        sql = f"WITH holders AS MATERIALIZED ({' INTERSECT '.join(each)}) SELECT article_key FROM holders"
        ((n, n_articles),) = cursor.execute(f"SELECT (SELECT count(*) FROM ({sql})), (SELECT count(*) FROM articles)").fetchall()
    return Holders(sql, plain, n * COMMON <= n_articles)

"""What is known of the whole ledger without going through it: how often each actor is named, which statements claim something of how
states stand, and which are fragments.

In: a connection, and which readings were written or superseded. Out: the tables `tallies`, `claims` and `fragments`, kept in step; SQL for
the same where there are no such tables, as in a lake. Left out: who asks (`queries`, `parties`, `measuring`).

`claims` and `fragments` hold statements of all readings, as `contents` does, and only grow. `tallies` counts current readings: a new one
adds to the rows of its actors, and those of one that is superseded are counted again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from duckdb import DuckDBPyConnection

from .paging import among
from .topics import TOPICS

# Characters; a shorter one is mostly a single phrase such as "the news": of the sample's contents that have fewer than four words nine in
# ten are, and of those with more, one in fifty.
FRAGMENT: Final = 20
TABLES: Final = ("tallies", "claims", "fragments")
_CURRENT: Final = "article_key NOT IN (SELECT article_key FROM superseded)"


def are_kept(con: DuckDBPyConnection) -> bool:
    """Whether the tables are there; a lake, which many write, has none."""
    with con.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'tallies'").fetchall() != [(0,)]


def table() -> str:
    """The rows of `tallies`."""
    return f"{counted(_CURRENT)} ORDER BY id"


def counted(readings: str, who: str = "true") -> str:
    """Rows of `tallies` over the readings that a condition on `article_key` keeps, of the actors that one on `id` keeps."""
    return f"""
    WITH here AS (
        SELECT a.id, article_key, published, p.id AS article_id
        FROM (SELECT id, article_key FROM actors WHERE {readings} AND {who}) a JOIN articles p ON p.key = article_key
    ),
    named AS (SELECT id, count(*) AS n FROM (SELECT actor AS id FROM mentions WHERE {readings}) WHERE {who} GROUP BY id),
    every AS (SELECT id, count(*) AS n_articles, min(published) AS first_published, max(published) AS last_published FROM here GROUP BY id),
    newest AS (  -- the last day first: sorting only its rows takes a tenth of the time of sorting all
        SELECT here.id, article_key FROM here JOIN every ON every.id = here.id AND last_published IS NOT DISTINCT FROM published
        QUALIFY row_number() OVER (PARTITION BY here.id ORDER BY article_id, article_key) = 1
    )
    SELECT id, n_articles, coalesce(n, 0) AS n_mentions, first_published, last_published, article_key
    FROM every JOIN newest USING (id) LEFT JOIN named USING (id)"""


def fragments(where: str = "true") -> str:
    """Statements none of whose stretches is long enough for a sentence, of those whose contents meet a condition."""
    return f'SELECT statement_key FROM contents WHERE {where} GROUP BY statement_key HAVING max("end" - "start") < {FRAGMENT}'


def fragments_of(con: DuckDBPyConnection) -> str:
    """A query for the keys of all statements that are fragments."""
    return "SELECT statement_key FROM fragments" if are_kept(con) else fragments()


def claims(where: str = "true", topics: Mapping[str, str] = TOPICS) -> str:
    """Statements and the topics that their words speak of, of those whose contents meet a condition."""
    patterns = {topic.replace("'", "''"): pattern.replace("'", "''") for topic, pattern in topics.items()}
    named = ", ".join(f"CASE WHEN regexp_matches(content, '{pattern}') THEN '{topic}' END" for topic, pattern in patterns.items())
    # What may hold one is found sooner than in lower case, in which topics are told.
    any_of = f"regexp_matches(text, '(?i){'|'.join(patterns.values())}')"
    return f"""
    SELECT statement_key, unnest(list_filter([{named}], lambda topic: topic IS NOT NULL)) AS topic
    FROM (SELECT statement_key, lower(string_agg(text, ' ' ORDER BY n)) AS content FROM contents
          WHERE {where} AND statement_key IN (SELECT statement_key FROM contents WHERE {where} AND {any_of}) GROUP BY statement_key)"""


def fill(con: DuckDBPyConnection) -> None:
    """All rows of the three tables, which are empty."""
    con.execute(f"INSERT INTO tallies {table()}")
    con.execute(f"INSERT INTO claims {claims()} ORDER BY ALL")
    con.execute(f"INSERT INTO fragments {fragments()} ORDER BY ALL")


def keep_in_step(con: DuckDBPyConnection, new: Collection[int], said: Collection[int], superseded: Collection[int]) -> None:
    """After new readings and their statements are written, by their keys, and other readings superseded."""
    if not new:
        return
    # Keys rise in the order of writing: what they lie between is all that was written now.
    here = f"article_key BETWEEN {min(new)} AND {max(new)}"
    if said:
        words = f"statement_key BETWEEN {min(said)} AND {max(said)}"
        con.execute(f"INSERT INTO claims {claims(words)} ORDER BY ALL")
        con.execute(f"INSERT INTO fragments {fragments(words)} ORDER BY ALL")
    con.execute(f"CREATE TEMP TABLE again AS SELECT DISTINCT id FROM actors WHERE article_key {among(sorted(superseded))}")
    con.execute("DELETE FROM tallies WHERE id IN (SELECT id FROM again)")
    if superseded:
        con.execute(f"INSERT INTO tallies {counted(_CURRENT, 'id IN (SELECT id FROM again)')}")
    con.execute(f"CREATE TEMP TABLE fresh AS {counted(here, 'id NOT IN (SELECT id FROM again)')}")
    con.execute(_ADD)
    con.execute("INSERT INTO tallies SELECT * FROM fresh WHERE id NOT IN (SELECT id FROM tallies)")
    con.execute("DROP TABLE fresh; DROP TABLE again")


_ADD: Final = """
UPDATE tallies SET n_articles = tallies.n_articles + fresh.n_articles, n_mentions = tallies.n_mentions + fresh.n_mentions,
    first_published = least(tallies.first_published, fresh.first_published),
    last_published = greatest(tallies.last_published, fresh.last_published),
    article_key = CASE
        WHEN tallies.last_published > coalesce(fresh.last_published, DATE '-infinity') THEN tallies.article_key
        WHEN tallies.last_published IS NOT DISTINCT FROM fresh.last_published AND old.id < new.id THEN tallies.article_key
        ELSE fresh.article_key END
FROM fresh, articles old, articles new
WHERE tallies.id = fresh.id AND old.key = tallies.article_key AND new.key = fresh.article_key"""

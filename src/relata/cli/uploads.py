"""How does an article that somebody sends to the pages become rows?

In: bytes of text, HTML or JSON, and what is known of them. Out: the coded article, or why it was given up. The coder is loaded when the
first article comes, and knows by then whom the ledger knows. Left out: the pages themselves (`web`), and writing, which is not done.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from relata import batches
from relata.errors import IngestError, Skip, SkipReason
from relata.records import Article, Coded

if TYPE_CHECKING:
    from relata.web import Read

NAME: Final = "the article"
# Some 15 seconds of one core. Longer ones are read by `relata read`.
MAX_CHARACTERS: Final = 300_000


def make_read(db: Path, *, make_coder: Callable[[], batches.Reads]) -> Read:
    """A function for `web.create_app`. It is called by one thread at a time."""
    coders: list[batches.Reads] = []

    def read(data: bytes, facts: Mapping[str, str]) -> Coded | Skip:
        article = find_article(data, facts)
        if isinstance(article, Skip):
            return article
        if not coders:
            coders.append(_learned(make_coder(), db))
        return next(batches.code([article], coders[0]))

    return read


def find_article(data: bytes, facts: Mapping[str, str]) -> Article | Skip:
    """The one article of the bytes, whose form is told by how they begin; `facts` hold where they are silent."""
    from relata import ingest

    try:
        known = ingest.Metadata.from_fields(facts)
    except IngestError as error:
        return _given_up(SkipReason.BAD_RECORD, str(error))
    found: Sequence[Article | Skip] = list(islice(ingest.read_stream(io.BytesIO(data), name=NAME, defaults=known), 2))
    if len(found) != 1:
        detail = "no article in it." if not found else "several articles in it; send one, or read the file with `relata read`."
        return _given_up(SkipReason.EMPTY if not found else SkipReason.UNSUPPORTED, detail)
    (article,) = found
    if isinstance(article, Article) and len(article.text) > MAX_CHARACTERS:
        detail = f"{len(article.text):,} characters; at most {MAX_CHARACTERS:,} are read here. Read it with `relata read`."
        return _given_up(SkipReason.TOO_LARGE, detail)
    return article


def _learned(coder: batches.Reads, db: Path) -> batches.Reads:
    from relata import store

    with closing(store.open_read_only(db)) as con:
        coder.learn(store.spells(con))
    return coder


def _given_up(reason: SkipReason, detail: str) -> Skip:
    return Skip(NAME, "ingest", reason, detail)

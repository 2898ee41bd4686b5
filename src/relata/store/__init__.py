"""The ledger: how is it kept, so that every number leads back to the words it rests on?

In: `Coded` articles and `Skip` rows, with the `Run` that made them. Out: Arrow tables, and the public JSON of an article.
Left out: language, measures, and how any of it is shown. All SQL of the project is in this room.
"""

from .exporting import Wanted, edges, event_batches, named, statement_batches, story_sizes, texts
from .faults import find_faults
from .ledger import Ledger, Run, make_run
from .opening import SCHEMA_VERSION, open_read_only
from .queries import actors, articles, counts, events, roles, skips, spells, statements
from .rebuild import article

__all__ = [
    "SCHEMA_VERSION",
    "Ledger",
    "Run",
    "Wanted",
    "actors",
    "article",
    "articles",
    "counts",
    "edges",
    "event_batches",
    "events",
    "find_faults",
    "make_run",
    "named",
    "open_read_only",
    "roles",
    "skips",
    "spells",
    "statement_batches",
    "statements",
    "story_sizes",
    "texts",
]

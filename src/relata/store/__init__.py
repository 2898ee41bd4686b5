"""The ledger: how is it kept, so that every number leads back to the words it rests on?

In: `Coded` articles and `Skip` rows, with the `Run` that made them. Out: Arrow tables, and the public JSON of an article.
Left out: language, measures, and how any of it is shown. All SQL of the project is in this room.
"""

from .exporting import Wanted, edges, event_batches, named, statement_batches, story_sizes, texts
from .faults import find_faults
from .holdings import counts, runs, skips
from .lake import Added, Block, Lake, Planned
from .lake_views import group_stories, open_lake
from .ledger import Ledger, Run, make_run
from .measuring import acts, busiest, claims, coverage, sentences, state_names, ties, words
from .naming import Meant, called, is_code, meant, near, states_in
from .opening import SCHEMA_VERSION, open_read_only
from .paging import total_of
from .parties import actor, extent, pairs, partners
from .places import Place
from .pruning import Pruned, prune
from .queries import actors, articles, events, statements, tellings
from .reader import LedgerReader, open_ledger
from .rebuild import article
from .same import ACTED
from .spells import roles, spells
from .tallies import FRAGMENT
from .topics import ORDER_TOPICS, RELATION_TOPICS

__all__ = [
    "ACTED",
    "FRAGMENT",
    "ORDER_TOPICS",
    "RELATION_TOPICS",
    "SCHEMA_VERSION",
    "Added",
    "Block",
    "Lake",
    "Ledger",
    "LedgerReader",
    "Meant",
    "Place",
    "Planned",
    "Pruned",
    "Run",
    "Wanted",
    "actor",
    "actors",
    "acts",
    "article",
    "articles",
    "busiest",
    "called",
    "claims",
    "counts",
    "coverage",
    "edges",
    "event_batches",
    "events",
    "extent",
    "find_faults",
    "group_stories",
    "is_code",
    "make_run",
    "meant",
    "named",
    "near",
    "open_lake",
    "open_ledger",
    "open_read_only",
    "pairs",
    "partners",
    "prune",
    "roles",
    "runs",
    "sentences",
    "skips",
    "spells",
    "state_names",
    "statement_batches",
    "statements",
    "states_in",
    "story_sizes",
    "tellings",
    "texts",
    "ties",
    "total_of",
    "words",
]

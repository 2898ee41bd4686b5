"""Ingest: files, folders, streams and feeds in, articles out. Nothing here knows of language.

`read_paths` and `read_stream` yield an `Article` for each one found and a `Skip` for each one given up, in order and lazily.
`Watcher` gives what is new in feeds on the web, with what it needs: a `Visitor` that fetches politely, and a `Memory`.
"""

from .columns import Columns
from .fetch import Fetcher
from .memory import Memory
from .metadata import Metadata
from .polite import Visitor
from .read import expected_articles, is_passed_over, read_file, read_paths, read_stream
from .watch import EVERY, Watcher

__all__ = [
    "EVERY", "Columns", "Fetcher", "Memory", "Metadata", "Visitor", "Watcher", "expected_articles", "is_passed_over", "read_file",
    "read_paths", "read_stream",
]  # fmt: skip

"""Ingest: files, folders and streams in, articles out. Nothing here knows of language.

`read_paths` and `read_stream` yield an `Article` for each one found and a `Skip` for each one given up, in order and lazily.
"""

from .columns import Columns
from .metadata import Metadata
from .read import count_sources, read_paths, read_stream

__all__ = ["Columns", "Metadata", "count_sources", "read_paths", "read_stream"]

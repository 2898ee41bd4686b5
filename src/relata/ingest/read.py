"""From paths to articles: which reader takes which file.

In: paths, or a stream, and metadata that holds for all of them. Out: articles and skips in order, lazily. A format is one
module with a ``read(source, known)`` and one line in `READERS`. Left out: near-copies, and anything the text says.
"""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from relata.errors import IngestError, Skip
from relata.records import Article

from . import feeds, html, parquet, plain, records_json, table, warc
from .columns import Columns
from .decode import Refusal
from .estimate import expected
from .metadata import Metadata
from .sources import STDIN, Kinds, Source, check_paths, from_stream, is_companion, label_of, suffix_of, unreadable, unsupported, walk


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read.

    Attributes:
        read: yields what the source holds; the second argument is metadata from sidecar and command line.
        looks_like: whether a stream without a name is of this format, by its beginning; None where nothing tells.
        has_sidecar: whether a ``.json`` of the same stem beside the file is its metadata.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source, Metadata], Iterator[Article | Skip]]
    looks_like: Callable[[str], bool] | None = None
    has_sidecar: bool = False


PLAIN: Final = Reader("text", (".txt", ".text"), plain.read, has_sidecar=True)
# Tried in this order on a stream; what none of them knows is plain text.
READERS: Final = (
    Reader("warc", (".warc", ".warc.gz"), warc.read, looks_like=warc.looks_like),
    Reader("feed", (".rss", ".atom", ".rdf", ".xml"), feeds.read, looks_like=feeds.looks_like),
    Reader("html", (".html", ".htm", ".xhtml"), html.read, looks_like=html.looks_like, has_sidecar=True),
    Reader("jsonl", (".jsonl", ".ndjson"), records_json.read_lines, looks_like=records_json.looks_like_lines),
    Reader("json", (".json",), records_json.read, looks_like=records_json.looks_like),
    Reader("csv", (".csv",), table.read_csv),
    Reader("tsv", (".tsv", ".tab"), table.read_tsv),
    Reader("parquet", (".parquet", ".pq"), parquet.read),
    PLAIN,
)
BY_SUFFIX: Final = {suffix: reader for reader in READERS for suffix in reader.suffixes}
# Archives are packed record by record, and Parquet is within; a reader of either goes back and forth.
UNPACKED: Final = frozenset((".warc", ".warc.gz", ".parquet", ".pq"))
KINDS: Final = Kinds(
    frozenset(BY_SUFFIX),
    frozenset(suffix for suffix, reader in BY_SUFFIX.items() if reader.has_sidecar),
    frozenset(BY_SUFFIX) - UNPACKED,
)


def read_paths(
    paths: Sequence[Path],
    *,
    defaults: Metadata | None = None,
    columns: Columns | None = None,
    on_source: Callable[[str], None] | None = None,
) -> Iterator[Article | Skip]:
    """Articles of files and folders, in the order of `paths` and by name within folders; ``Path("-")`` is standard input.

    `defaults` holds where neither record nor sidecar says otherwise. `columns` names the fields of records whose columns are called
    otherwise. `on_source` is called with a file's name once it is
    done with. The text of an article is kept exactly as decoded, except that a leading
    byte-order mark goes and CRLF and CR become LF; all offsets refer to the result. Identical articles are all given.
    Raises IngestError at once for a path that does not exist and for defaults that fit one article only.
    """
    paths = [Path(path) for path in paths]
    known = _checked_defaults(defaults)
    check_paths(paths)
    return _read_all(paths, known, columns or Columns(), on_source)


def read_stream(
    stream: BinaryIO, *, name: str = "stdin", defaults: Metadata | None = None, columns: Columns | None = None
) -> Iterator[Article | Skip]:
    """Articles of a stream of bytes whose format is told by how it begins; `name` is what skips call it."""
    return _read_stream(stream, name, _checked_defaults(defaults), columns or Columns())


def read_file(
    file: io.BufferedReader, *, name: str, defaults: Metadata | None = None, columns: Columns | None = None
) -> Iterator[Article | Skip]:
    """Articles of an open file whose format is told by the ending of its name, which is also what skips call it.

    Formats of one article a file, which may have a file of facts beside them, are not read so.
    """
    suffix, packing = suffix_of(Path(name), KINDS)
    reader = BY_SUFFIX.get(suffix)
    if reader is None or reader.has_sidecar:
        yield unsupported(name, suffix, KINDS.suffixes - KINDS.paired)
        return
    source = Source(name, suffix, stream=file, columns=columns or Columns(), packing=packing)
    yield from _read_by(reader, source, _checked_defaults(defaults))


def is_passed_over(name: str) -> bool:
    """Whether a file in a folder plainly holds no articles: hidden ones and marks of other programs, pictures, README."""
    path = Path(name.lstrip("/"))
    return any(part.startswith((".", "_")) for part in path.parts) or is_companion(path, KINDS)


def expected_articles(paths: Sequence[Path]) -> int | None:
    """About how many articles and skips `read_paths` will give, for a progress bar; None with standard input among the paths."""
    paths = [Path(path) for path in paths]
    check_paths(paths)
    if any(str(path) == STDIN for path in paths):
        return None
    return sum(1 if isinstance(source, Skip) else expected(source) for source in walk(paths, KINDS))


def _checked_defaults(defaults: Metadata | None) -> Metadata:
    if defaults is not None and (defaults.id or defaults.story):
        raise IngestError("defaults hold for every article, so they cannot give an id or a story; put those into records or sidecars.")
    return defaults or Metadata()


def _read_all(
    paths: Sequence[Path], known: Metadata, columns: Columns, on_source: Callable[[str], None] | None
) -> Iterator[Article | Skip]:
    for source in walk(paths, KINDS):
        if isinstance(source, Skip):
            yield source
        else:
            yield from _read_source(replace(source, columns=columns), known)
        if on_source is not None:
            on_source(source.source if isinstance(source, Skip) else source.label)


def _read_source(source: Source, known: Metadata) -> Iterator[Article | Skip]:
    """What one source holds; a file that cannot be read, or whose sidecar cannot, is one skip."""
    try:
        if source.path is None:
            yield from _read_stream(sys.stdin.buffer, source.label, known, source.columns)
            return
        if source.sidecar is not None:
            known = records_json.read_sidecar(source.sidecar, known)
    except Refusal as refusal:
        assert source.sidecar is not None  # readers turn their own refusals into skips
        skip = refusal.skip(label_of(source.sidecar))
        yield Skip(skip.source, skip.stage, skip.reason, f"sidecar of {source.label}, which is therefore not read: {skip.detail}")
        return
    except OSError as error:
        yield unreadable(source, error)
        return
    yield from _read_by(BY_SUFFIX[source.suffix], source, known)


def _read_by(reader: Reader, source: Source, known: Metadata) -> Iterator[Article | Skip]:
    try:
        yield from reader.read(source, known)
    except OSError as error:
        yield unreadable(source, error)
    except Refusal as refusal:  # of packed bytes; readers turn their own into skips
        yield refusal.skip(source.label)


def _read_stream(stream: BinaryIO, name: str, known: Metadata, columns: Columns) -> Iterator[Article | Skip]:
    source, head = from_stream(stream, name=name)
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    start = head.decode("utf-16" if utf16 else "utf-8", "replace").removeprefix("\ufeff")
    reader = next((reader for reader in READERS if reader.looks_like is not None and reader.looks_like(start)), PLAIN)
    yield from _read_by(reader, replace(source, columns=columns), known)

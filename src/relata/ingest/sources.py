"""Which files are there to read?

In: paths of files and folders, and what suffixes can be read. Out: `Source`s in a fixed order, and a `Skip` for each file
that was asked for and cannot be read. Folders are walked with their subfolders, entries by name. Passed over without a
word in folders: hidden entries, sidecars, and what plainly is no article (README, pictures, style sheets). Any other file
of an unknown kind is reported, so that no article is lost unseen. Left out: what the bytes say.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from relata.errors import IngestError, Skip, SkipReason

from .columns import Columns
from .decode import LIMIT_TEXT, MAX_BYTES, too_large
from .unpack import BLOCK, PACKINGS, Unpacked

STDIN: Final = "-"
SIDECAR: Final = ".json"
HEAD_BYTES: Final = 8192  # enough to tell what a stream holds
# Companions of articles in real folders (saved pages, repositories, ledgers). Walking a folder passes them over.
COMPANIONS: Final = frozenset(
    (
        *(".md", ".rst", ".css", ".js", ".mjs", ".map", ".py", ".sh", ".toml", ".yaml", ".yml", ".duckdb", ".wal", ".watch"),
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".mp3", ".mp4"),
    )
)
COMPANION_STEMS: Final = frozenset(("readme", "license", "licence", "copying"))

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kinds:
    """What can be read: `suffixes` (lower case, with the dot), of them `paired` those that may have a sidecar, and `packed` those that may
    be compressed as a whole."""

    suffixes: frozenset[str]
    paired: frozenset[str]
    packed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one stream that has no path.

    Attributes:
        label: how messages name it.
        suffix: decides the reader; lower case, empty for a stream whose kind is yet to be seen.
        packing: ``.gz`` or ``.zst`` where the file is compressed, else empty.
        sidecar: file with metadata for it.
        columns: what its records call the fields of an article.
    """

    label: str
    suffix: str
    path: Path | None = None
    sidecar: Path | None = None
    stream: io.BufferedReader | None = None
    columns: Columns = field(default_factory=Columns)
    packing: str = ""

    def open(self) -> io.BufferedReader:
        """The bytes as a stream, unpacked, to be closed by the caller. Reading damaged packed ones raises Refusal."""
        stream = self.stream
        if stream is None:
            assert self.path is not None  # a source has a path or a stream
            stream = self.path.open("rb")
        return io.BufferedReader(Unpacked(stream, self.packing), BLOCK) if self.packing else stream

    def content(self) -> bytes:
        """All bytes; raises Refusal(TOO_LARGE) over the limit of one article, by the file's size before a byte is read."""
        if self.path is not None:
            size = self.path.stat().st_size
            if size > MAX_BYTES:
                raise too_large(f"{size / (1024 * 1024):.1f} MB")
        with self.open() as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise too_large(f"more than {LIMIT_TEXT}")
        return data


def check_paths(paths: Sequence[Path]) -> None:
    """Raise IngestError, before anything is read, for a path that is not there."""
    if not paths:
        raise IngestError(f"no path given; name files or folders, or {STDIN} for standard input.")
    for path in paths:
        if str(path) != STDIN and not os.path.exists(path):
            raise IngestError(f"{label_of(path)}: no such file or folder, or it cannot be reached; check the spelling.")


def walk(paths: Sequence[Path], kinds: Kinds) -> Iterator[Source | Skip]:
    """Sources in the order of `paths`, inside a folder by name; lazily, one folder's listing in memory at a time.

    Links are followed; a folder reached twice (a link to its own parent, or named twice) is walked once.
    """
    named = frozenset(os.path.realpath(path) for path in paths if str(path) != STDIN)
    seen: set[str] = set()
    for path in paths:
        if str(path) == STDIN:
            yield Source("stdin", "")
        elif os.path.isdir(path):
            yield from _walk_folder(path, kinds, seen)
        elif path.suffix == SIDECAR and any(_is_covered(twin, named) for twin in _twins(path, kinds)):
            log.debug("%s is read as a sidecar", label_of(path))
        else:
            yield _source(path, kinds)


def from_stream(stream: BinaryIO, *, name: str) -> tuple[Source, bytes]:
    """A source for a stream, and its first bytes, which a later `open` gives again."""
    head = stream.read(HEAD_BYTES)
    return Source(name, "", stream=io.BufferedReader(_Rejoined(head, stream))), head


def label_of(path: Path) -> str:
    """The path as text that can always be printed and stored, whatever bytes the file's name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk_folder(top: Path, kinds: Kinds, seen: set[str]) -> Iterator[Source | Skip]:
    waiting = [top]  # a stack, last entry next: folders may nest deeper than Python recurses
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield _source(path, kinds)
            continue
        real = os.path.realpath(path)
        if real in seen:
            log.info("%s was walked already", label_of(path))
            continue
        seen.add(real)
        try:
            names = sorted(os.listdir(path), reverse=True)
        except OSError as error:
            yield _unreadable(label_of(path), error)
            continue
        stems = {entry.stem for name in names if (entry := unpacked_name(Path(name))).suffix.lower() in kinds.paired}
        waiting.extend(path / name for name in names if not _is_passed_over(path / name, stems, kinds))


def _is_passed_over(path: Path, paired_stems: set[str], kinds: Kinds) -> bool:
    if path.name.startswith("."):
        return True
    if path.suffix == SIDECAR and path.stem in paired_stems:
        return True
    if is_companion(path, kinds) and not os.path.isdir(path):
        log.info("%s is no article; name it directly to have it tried", label_of(path))
        return True
    return False


def is_companion(path: Path, kinds: Kinds) -> bool:
    """Whether its name is that of a file beside articles, such as a README or a picture."""
    return path.stem.lower() in COMPANION_STEMS or path.suffix.lower() in COMPANIONS - kinds.suffixes


def _twins(sidecar: Path, kinds: Kinds) -> list[Path]:
    return [twin for suffix in sorted(kinds.paired) if os.path.isfile(twin := sidecar.with_suffix(suffix))]


def _is_covered(path: Path, named: frozenset[str]) -> bool:
    """Whether the file is among the named paths or inside a named folder."""
    real = Path(os.path.realpath(path))
    return any(str(place) in named for place in (real, *real.parents))


def _source(path: Path, kinds: Kinds) -> Source | Skip:
    label, (suffix, packing) = label_of(path), suffix_of(path, kinds)
    if suffix not in kinds.suffixes:
        return unsupported(label, suffix, kinds.suffixes)
    if os.path.exists(path) and not os.path.isfile(path):
        detail = f"not a regular file; to read from a pipe, name {STDIN} and pipe into it."
        return Skip(label, "ingest", SkipReason.UNSUPPORTED, detail)
    sidecar = unpacked_name(path).with_suffix(SIDECAR)
    has_sidecar = suffix in kinds.paired and os.path.isfile(sidecar)
    return Source(label, suffix, path=path, sidecar=sidecar if has_sidecar else None, packing=packing)


def suffix_of(path: Path, kinds: Kinds) -> tuple[str, str]:
    """The name's ending that decides, and how the file is packed: ``.warc.gz`` is a kind of its own, ``.jsonl.gz`` packed ``.jsonl``."""
    both = "".join(path.suffixes[-2:]).lower()
    if both in kinds.suffixes:
        return both, ""
    inner = unpacked_name(path).suffix.lower()
    if inner in kinds.packed:
        return inner, path.suffix.lower() if path.suffix.lower() in PACKINGS else ""
    return path.suffix.lower(), ""


def unpacked_name(path: Path) -> Path:
    """The name that the file has once unpacked."""
    return path.with_suffix("") if path.suffix.lower() in PACKINGS else path


def unsupported(label: str, suffix: str, known: Collection[str]) -> Skip:
    """The Skip for a file of a kind that is not read."""
    detail = f"files ending in {suffix or 'nothing'!r} are not read; expected one of {' '.join(sorted(known))}."
    return Skip(label, "ingest", SkipReason.UNSUPPORTED, detail)


def _unreadable(label: str, error: OSError) -> Skip:
    return Skip(label, "ingest", SkipReason.UNREADABLE, f"{error.strerror or error}; check that it exists and that you may read it.")


def unreadable(source: Source, error: OSError) -> Skip:
    """The Skip for a source that the file system refused."""
    return _unreadable(source.label, error)


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were taken and are given again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub's Buffer is 3.12's
        data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        data = data or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

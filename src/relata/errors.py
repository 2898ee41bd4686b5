"""What can go wrong, by name. Every message says where, what was found, what is allowed, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RelataError(Exception):
    """Base of everything Relata raises on purpose."""


class IngestError(RelataError):
    """A file or record that cannot be read as an article."""


class ModelError(RelataError):
    """Model files that are missing, damaged or of another version."""


class ActorsError(RelataError):
    """A custom actor file that cannot be read; names file and line."""


class StoreError(RelataError):
    """A ledger that cannot be opened, written or understood."""


class ExportError(RelataError):
    """An export that cannot be written as asked."""


class SkipReason(StrEnum):
    """Closed list of reasons why a unit was given up."""

    EMPTY = "empty"  # no text in it
    BINARY = "binary"  # bytes that are no text
    ENCODING = "encoding"  # not UTF-8 and not declared otherwise
    TOO_LARGE = "too_large"  # over the size limit of one article
    BROKEN_JSON = "broken_json"  # a line or file that is not JSON
    BAD_RECORD = "bad_record"  # a field is missing or of the wrong type
    NO_BODY = "no_body"  # HTML in which no article was found
    DAMAGED = "damaged"  # an archive, feed or table that is cut short or broken in this place
    UNSUPPORTED = "unsupported"  # a kind of file Relata does not read
    UNREADABLE = "unreadable"  # the file system said no
    NOT_FETCHED = "not_fetched"  # an address that may not or cannot be fetched
    NOT_ENGLISH = "not_english"  # declared language is not English
    FAILED = "failed"  # an unexpected error while coding; a bug worth reporting


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was given up: one file, record or article, never the run.

    Attributes:
        source: file, with line or record number where there is one (``news.jsonl:7``), or an article's id.
        stage: ``ingest`` or ``coding``.
        detail: what was wrong and what to do, in a sentence.
    """

    source: str
    stage: str
    reason: SkipReason
    detail: str

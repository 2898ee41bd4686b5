"""Which column of a record is which field of an article?

In: a record by column name, from a row of CSV or Parquet or an object of JSON. Out: an `Article`. A field stands under its own
name unless `Columns` says otherwise; columns that are no field are ignored. ``article.body`` is the column of that name, else what stands
under ``body`` in the object under ``article``. Left out: lists, and how a record is taken from its file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Final

from relata.errors import IngestError, SkipReason
from relata.records import Article

from .dates import check_format, parse_published
from .decode import MAX_BYTES, Refusal, checked, tidy, too_large
from .metadata import Metadata, make_article

TEXT: Final = "text"
MISSING: Final = object()  # no such column, which is not the same as an empty one
FIELDS: Final = (TEXT, *(field.name for field in fields(Metadata)))


@dataclass(frozen=True, slots=True)
class Columns:
    """How records are to be understood. Raises IngestError for what is no field, and for a format that tells no day.

    Attributes:
        named: names that differ: field of an article to column of a record.
        date_format: how days of publication are written, as of `strptime`; None for the forms that `dates` knows.
    """

    named: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None

    def __post_init__(self) -> None:
        if self.date_format is not None:
            try:
                check_format(self.date_format)
            except ValueError as error:
                raise IngestError(f"{self.date_format!r} is no way to write a day: {error}. Such a way is %d/%m/%Y.") from None
        for name in self.named:
            if name not in FIELDS:
                raise IngestError(f"{name!r} is no field of an article; expected one of {', '.join(FIELDS)}.")

    @classmethod
    def parse(cls, given: Sequence[str], date_format: str | None = None) -> Columns:
        """From ``field=column`` each, such as ``text=body``."""
        named: dict[str, str] = {}
        for pair in given:
            name, mark, column = pair.partition("=")
            if not mark or not column:
                raise IngestError(f"{pair!r} names no column; write field=column, such as text=body.")
            if name in named:
                raise IngestError(f"two columns are named for {name!r}, {named[name]!r} and {column!r}; give one.")
            named[name] = column
        return cls(named, date_format)

    def __getitem__(self, name: str) -> str:
        """The column that holds a field."""
        return self.named.get(name, name)

    def wanted(self, present: Sequence[str]) -> list[str]:
        """Those of a table's columns that hold a field.

        Raises Refusal(BAD_RECORD) where text has no column, a named one is missing, or a wanted one stands twice.
        """
        for name in (TEXT, *self.named):
            if self[name] not in present:
                shown = ", ".join(repr(column)[:40] for column in present[:20]) or "none"
                hint = f"; name it with --column {name}=COLUMN" if name not in self.named else ""
                raise Refusal(SkipReason.BAD_RECORD, f"there is no column {self[name]!r} for {name}; columns found: {shown}{hint}.")
        wanted = list(dict.fromkeys(column for name in FIELDS if (column := self[name]) in present))
        for column in wanted:
            if present.count(column) > 1:
                raise Refusal(SkipReason.BAD_RECORD, f"column {column!r} stands twice; which one is meant? Rename one.")
        return wanted

    def make_article(self, record: Mapping[str, object], known: Metadata) -> Article:
        """The article of one record, whose own fields win over `known`; raises Refusal."""
        text = self._value(record, TEXT)
        if not isinstance(text, str):
            found = "is missing" if text is MISSING else f"is a {type(text).__name__}"
            keys = ", ".join(repr(key)[:40] for key in list(record)[:8]) or "none"
            raise Refusal(
                SkipReason.BAD_RECORD, f"field {self[TEXT]!r} {found}, expected the article's body as a string; fields found: {keys}."
            )
        if len(text) > MAX_BYTES:
            raise too_large(f"a text of {len(text):,} characters")
        facts = {name: value for name in FIELDS if name != TEXT and (value := self._value(record, name)) is not MISSING}
        if self.date_format is not None:
            facts["published"] = parse_published(facts.get("published"), self.date_format)
        return make_article(tidy(checked(text, field=self[TEXT])), Metadata.from_fields(facts).over(known))

    def has_text(self, record: Mapping[str, object]) -> bool:
        """Whether the record has the column that text is in."""
        return self._value(record, TEXT) is not MISSING

    def _value(self, record: Mapping[str, object], name: str) -> object:
        column = self[name]
        if column in record or "." not in column:
            return record.get(column, MISSING)
        value: object = record
        for part in column.split("."):
            if value is None:
                return None
            value = value.get(part, MISSING) if isinstance(value, Mapping) else MISSING
        return value

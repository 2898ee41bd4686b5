"""What is a page of measures made of? Sections, each with a sentence that explains it, a picture and a table whose numbers lead on.

Takes rows of measures; gives frozen parts that the templates show. Left out on purpose: which measures, and HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

import pyarrow as pa

from relata.charts.rows import following
from relata.relations import By

from .asked import PERIODS, SCALES, MeasureFilter

WIDE, NARROW = 720, 360  # pixels of a picture; the style sheet changes over at the same width as the tables do
MAX_ROWS: Final = 100

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows. `range` is the interval, in brackets; `href` leads to what the number stands on."""

    text: str
    range: str | None = None
    href: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headings, rows of as many cells, and a note where rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture by its address, in words for those who do not see it."""

    address: str
    words: str
    name: str
    sizes: Mapping[int, tuple[int, int]] = field(default_factory=dict, metadata={"help": "By width, about; empty where not known"})
    lazy: bool = True

    def src(self, theme: str, *, narrow: bool = False) -> str:
        """Light or dark, wide or for a phone."""
        return f"{self.address}&theme={theme}&width={NARROW if narrow else WIDE}"


@dataclass(frozen=True, slots=True)
class Section:
    """One measure: its name, what it says and how it is made, pictures, tables; `data` is the same as rows, for JSON and CSV."""

    id: str
    title: str
    explained: str
    data: pa.Table
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    summary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """A page of measures. The JSON twin has the filter and each section's rows."""

    template: ClassVar[str]
    path: ClassVar[str]
    filter: MeasureFilter
    sections: tuple[Section, ...]

    periods: ClassVar[Mapping[str, str]] = PERIODS
    scales: ClassVar[Mapping[str, str]] = SCALES

    @property
    def here(self) -> str | None:
        return address(self.path, self.filter.query())

    def csv(self, section: str) -> str:
        """The address of a section's rows as CSV."""
        return address(f"{self.path}.csv", {**self.filter.query(), "section": section})

    def changed(self, **query: str) -> str:
        """The same page, asked otherwise."""
        return address(self.path, {**self.filter.query(), **query})

    def section(self, id: str | None) -> Section | None:
        """The section with this id; the first one without it."""
        return next((section for section in self.sections if id is None or section.id == id), None)

    def to_dict(self) -> dict[str, Any]:
        return {"filter": self.filter.query(), "sections": {section.id: _as_json(section.data) for section in self.sections}}


def figure(path: str, query: Mapping[str, str], name: str, words: str) -> Figure:
    """The picture of this name; the address repeats the page's query, so that its route finds the same result."""
    return Figure(address(f"{path}.svg", {**query, "chart": name}), words, name)


def address(path: str, query: Mapping[str, str | None]) -> str:
    """An address of a page of measures, quoted; what is None is left out."""
    given = {name: value for name, value in query.items() if value is not None}
    return path + (f"?{urlencode(given)}" if given else "")


def number(row: Row, name: str, digits: int = 1, *, href: str | None = None) -> Cell:
    """A measure with its interval; a dash where it is not known."""
    if row[name] is None:
        return Cell("–", number=True)
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    between = None if low is None or high is None else f"{_signed(low, digits)} to {_signed(high, digits)}"
    return Cell(_signed(row[name], digits), between, href, number=True)


def count(value: int | None, *, href: str | None = None) -> Cell:
    """A count, linked where it is not 0; a dash where it is not known."""
    return Cell("–" if value is None else f"{value:,}", None, href if value else None, number=True)


def period_name(start: dt.date, by: By) -> str:
    """A period by its usual name: "12 Mar 2023", "Mar 2023", "2023 Q1", "2023"."""
    month = MONTHS[start.month - 1]
    match by:
        case By.YEAR:
            return str(start.year)
        case By.QUARTER:
            return f"{start.year} Q{(start.month + 2) // 3}"
        case By.MONTH:
            return f"{month} {start.year}"
        case By.WEEK:
            return f"week of {start.day} {month} {start.year}"
    return f"{start.day} {month} {start.year}"


def window(start: dt.date, by: By, asked: MeasureFilter) -> dict[str, Any]:
    """The filters that list the acts of a period, as a measure counts them."""
    last = following(start, by) - dt.timedelta(days=1)
    since = max(start, asked.since) if asked.since else start
    until = min(last, asked.until) if asked.until else last
    return acts_in(asked, since, until, by)


def acts_in(asked: MeasureFilter, since: dt.date | None, until: dt.date | None, by: By = By.ALL) -> dict[str, Any]:
    """The filters that list acts from one day to another as a measure counts them: a row for each, of those whose period is known."""
    return {**_days(since, until), **shared(asked), "acts": by.value, "acts_since": asked.since.isoformat() if asked.since else None}


def days(asked: MeasureFilter) -> dict[str, Any]:
    """The time that is asked for, as lists take it."""
    return _days(asked.since, asked.until)


def shared(asked: MeasureFilter) -> dict[str, Any]:
    """The filters that lists of events share with measures, but for the days."""
    return {"outlet": asked.outlet, "min_confidence": asked.min_confidence}


def _days(since: dt.date | None, until: dt.date | None) -> dict[str, Any]:
    return {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}


def table(
    columns: Sequence[str], rows: Sequence[tuple[Cell, ...]], *, note: str | None = None, most: int = MAX_ROWS, of: int | None = None
) -> Table:
    """At most so many rows, with a word where there are more; `of` says how many, where not all are given."""
    total = len(rows) if of is None else of
    cut = f"The first {most} of {total:,} rows; JSON and CSV have all." if total > most else None
    return Table(tuple(columns), tuple(rows[:most]), " ".join(filter(None, (note, cut))) or None)


def newest(data: pa.Table, most: int = MAX_ROWS) -> list[dict[str, Any]]:
    """The last rows that a table of the page shows, the last one first."""
    return data.slice(max(0, data.num_rows - most)).to_pylist()[::-1]


def short(text: str, most: int = 220) -> str:
    """The text on one line, cut at a word where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rsplit(' ', 1)[0]} …"


MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _signed(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return f"{0:.{digits}f}" if float(text) == 0 else text.replace("-", "−")


def _as_json(data: pa.Table) -> list[dict[str, Any]]:
    return [{name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()} for row in data.to_pylist()]

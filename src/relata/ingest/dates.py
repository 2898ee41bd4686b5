"""Which day does a field of a record mean?

In: a date, a number or a string, as tables, feeds and people write it. Out: the day as its writer's clock had it: an hour or time zone is
read and dropped, not converted. Left out: dates in the text of an article, and every guess: 03/04/2022 is read only where it is said how.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from relata.errors import SkipReason

from .decode import Refusal

YEARS: Final = (1500, 2200)  # before there was news; after which a date is a typing error or a filler such as 9999
EXPECTED: Final = f"a date of the years {YEARS[0]} to {YEARS[1]}, such as 2022-10-28"
EXAMPLES: Final = "28 October 2022 or seconds since 1970"

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september",
         "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = f"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\\.?"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
# A time of day, which only has to look like one.
_ZONE = r"(?:[+-][0-9]{2}:?[0-9]{2}|[a-z]{1,5})?(?:\s*\([a-z ]+\))?"
_TIME = rf"(?:,?\s+(?:at\s+)?[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?\s*(?:[ap]\.?m\.?)?\s*{_ZONE})?"
_WRITTEN: Final = (
    re.compile(rf"{_WEEKDAY}{_DAY}(?:\s+|-)(?:of\s+)?{_MONTH}(?:,?\s+|-){_YEAR}{_TIME}", re.IGNORECASE),  # RFC 2822; 28 October 2022
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_TIME}", re.IGNORECASE),  # October 28, 2022
    re.compile(rf"{_YEAR}[/.](?P<month>[0-9]{{1,2}})[/.](?P<day>[0-9]{{1,2}}){_TIME}", re.IGNORECASE),
)
_NUMBERS: Final = re.compile(rf"(?P<one>[0-9]{{1,2}})(?P<mark>[/.-])(?P<other>[0-9]{{1,2}})(?P=mark){_YEAR}{_TIME}", re.IGNORECASE)
_ISO: Final = re.compile(r"[0-9]{4}(-?)[0-9]{2}\1[0-9]{2}([T ].+)?")
_COUNT: Final = re.compile(r"-?[0-9]{9,13}(?:\.[0-9]+)?")
# Seconds from 1973 on have nine digits, and up to the year 2286 ten; milliseconds three more.
_MILLIS: Final = 10**11


def parse_published(value: object, date_format: str | None = None) -> dt.date | None:
    """The day; None and the empty string give None.

    Read are dates and datetimes, ISO 8601, YYYYMMDD, RFC 2822, days with the month as a word, days in numbers where one of them can only be
    the day, and seconds or milliseconds since 1970 (UTC). With `date_format`, as of `strptime`, strings and whole numbers are read so and
    no other way. Raises Refusal(BAD_RECORD) for all else, a bare year or month included: no day is guessed.
    """
    if value is None or (isinstance(value, str) and not value.strip()) or value != value:
        return None
    try:
        day = _day(value, date_format)
    except (ValueError, OverflowError) as error:
        raise bad_field("published", value, f"{EXPECTED} ({error})") from None
    if day is None or not YEARS[0] <= day.year <= YEARS[1]:
        raise bad_field("published", value, EXPECTED if day else f"{EXPECTED}, {EXAMPLES}")
    return day


def check_format(date_format: str) -> None:
    """Raise ValueError for a pattern that does not tell year, month and day."""
    day = dt.date(2022, 10, 28)
    if dt.datetime.strptime(day.strftime(date_format), date_format).date() != day:
        raise ValueError("it does not tell day, month and year")


def bad_field(field: str, value: object, expected: str) -> Refusal:
    shown = repr(value)
    shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
    return Refusal(SkipReason.BAD_RECORD, f"field {field!r} is {shown}; expected {expected}, or leave it out.", field=field)


def _day(value: object, date_format: str | None) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
    if date_format is not None:
        return dt.datetime.strptime(text, date_format).date()
    if _ISO.fullmatch(text):
        return dt.datetime.fromisoformat(text).date()
    if _COUNT.fullmatch(text):
        count = float(text)
        return dt.datetime.fromtimestamp(count / 1000 if abs(count) >= _MILLIS else count, dt.UTC).date()
    return _written(text)


def _written(text: str) -> dt.date | None:
    """A day with a month in words or with strokes between its numbers; raises ValueError where these leave open which is the day."""
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text):
            month = MONTHS.get(found["month"].lower()) or int(found["month"])
            return dt.date(int(found["year"]), month, int(found["day"]))
    if found := _NUMBERS.fullmatch(text):
        one, other = int(found["one"]), int(found["other"])
        if one <= 12 and other <= 12 and one != other:
            raise ValueError("day or month first? Say so with --date-format, such as %d/%m/%Y")
        return dt.date(int(found["year"]), min(one, other), max(one, other))
    return None

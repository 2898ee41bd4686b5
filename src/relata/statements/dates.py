"""Dates as news writes them, resolved against the day of publication.

In: tokens of a phrase or sentence. Out: a `When` (first day meant, how exactly, and the words), or None. News looks back:
a bare weekday is the last such day up to publication; one with "next" or a future verb is left to the caller.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..reading import Node
from ..records import Precision

WEEKDAYS = {name: number for number, names in enumerate(
    (("monday", "mon"), ("tuesday", "tue", "tues"), ("wednesday", "wed"), ("thursday", "thu", "thur", "thurs"), ("friday", "fri"),
     ("saturday", "sat"), ("sunday", "sun"))
) for name in names}  # fmt: skip
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
} | {"sept": 9}  # fmt: skip
HOURS = frozenset(("morning", "afternoon", "evening", "night"))
DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
UNITS: dict[str, Precision] = {"week": "week", "month": "month", "year": "year"}
# "May" and "March" are also words; a bare one needs a capital, and these a day or year beside it or an "in" before it.
WORDS_TOO = frozenset(("may", "march", "mar", "sat", "sun", "wed", "mon", "dec", "jan"))
# No text tells of what comes after; what is counted from there would leave the calendar.
LAST_YEAR = 3000
# Days ahead that a date without a year may still mean: what is announced.
SOON = 45
# Words that a date may begin with, or be found from; others are passed over.
BEGINNINGS = frozenset((*WEEKDAYS, *MONTHS, *HOURS, *DAYS, *UNITS, "ago", "weekend", "first"))


@dataclass(frozen=True, slots=True)
class When:
    """A resolved date: the first day it may mean, its precision, and the tokens ``start:end`` that say it."""

    date: dt.date
    precision: Precision
    start: int
    end: int


def find_dates(tokens: list[Node], published: dt.date | None) -> list[When]:
    """Every date in the tokens (whitespace left out), in text order. Relative ones need a day of publication."""
    words = [token.lower_.strip(".") for token in tokens]
    found: list[When] = []
    i = 0
    while i < len(tokens):
        if words[i] not in BEGINNINGS and not words[i][:1].isdigit():
            i += 1
            continue
        hit = _iso(tokens, i) or _dated_weekday(tokens, words, i, published) or _absolute(tokens, words, i, published)
        if hit is None and published:
            try:
                hit = _relative(tokens, words, i, published)
            except (ValueError, OverflowError):  # before the calendar's first year
                hit = None
        if hit is None:
            i += 1
            continue
        found.append(hit)
        i = next((k for k, token in enumerate(tokens) if token.i >= hit.end), len(tokens))
    return found


def _when(tokens: list[Node], a: int, b: int, date: dt.date, precision: Precision) -> When:
    return When(date, precision, tokens[a].i, tokens[b - 1].i + 1)


def _year(word: str) -> int | None:
    return int(word) if re.fullmatch(r"(1[5-9]|20)\d\d", word) else None


def _day(word: str) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", word)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _iso(tokens: list[Node], i: int) -> When | None:
    """ "2022-10-28", which the tokenizer takes apart."""
    text = ""
    for k in range(i, min(i + 5, len(tokens))):
        text += tokens[k].text
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            date = _date(*map(int, text.split("-")))
            return _when(tokens, i, k + 1, date, "day") if date else None
        if tokens[k].whitespace_:
            return None
    return None


def _dated_weekday(tokens: list[Node], words: list[str], i: int, published: dt.date | None) -> When | None:
    """ "Thursday, October 27, 2022": the day itself is said, so the weekday adds nothing."""
    if words[i] not in WEEKDAYS or not tokens[i].text[:1].isupper() or i + 1 >= len(tokens):
        return None
    at = i + 1 + (words[i + 1] in (",", "(", "the"))
    hit = _absolute(tokens, words, at, published) if at < len(tokens) else None
    return When(hit.date, hit.precision, tokens[i].i, hit.end) if hit and hit.precision == "day" else None


def _absolute(tokens: list[Node], words: list[str], i: int, published: dt.date | None) -> When | None:
    """A day, month or year by name: "28 October 2022", "October 28, 2022", "October 2022", "in October", "in 2014"."""
    word = words[i]
    following = words[i + 1 : i + 5] + [""] * 4
    day, month, end = None, None, i + 1
    if word in MONTHS and tokens[i].text[:1].isupper():
        month = MONTHS[word]
        day = _day(following[0])
        end = i + (2 if day else 1)
    elif number := _day(word):
        at = 1 + (following[0] == "of")  # "the 3rd of March"
        if following[at - 1] in MONTHS and tokens[i + at].text[:1].isupper():
            day, month, end = number, MONTHS[following[at - 1]], i + at + 1
    if month:
        comma = end < len(words) and words[end] == ","
        at = end + comma
        year = _year(words[at]) if at < len(words) else None
        if year:
            end = at + 1
        elif day is None and (word in WORDS_TOO and (i == 0 or words[i - 1] not in ("in", "since", "until", "last", "this", "of"))):
            return None
        return _month_date(tokens, i, end, year, month, day, published)
    year = _year(word)
    if year and i and words[i - 1] in ("in", "since", "of", "during", "year", "until", "from", "by"):
        return _when(tokens, i, i + 1, dt.date(year, 1, 1), "year")
    return None


def _month_date(
    tokens: list[Node], i: int, end: int, year: int | None, month: int, day: int | None, published: dt.date | None
) -> When | None:
    """With no year, the last such day or month up to publication (a little ahead counts: announced days)."""
    if year is None:
        if published is None:
            return None
        latest = published + dt.timedelta(days=SOON)
        guesses = (_date(year, month, day or 1) for year in (published.year + 1, published.year, published.year - 1))
        year = next((guess.year for guess in guesses if guess and guess <= latest), published.year - 1)
    date = _date(year, month, day or 1)
    return _when(tokens, i, end, date, "day" if day else "month") if date else None


def _relative(tokens: list[Node], words: list[str], i: int, published: dt.date) -> When | None:
    word, before = words[i], words[i - 1] if i else ""
    if word in WEEKDAYS and (tokens[i].text[:1].isupper() and (word not in WORDS_TOO or before in ("on", "last", "this"))):
        back = (published.weekday() - WEEKDAYS[word]) % 7
        if words[i + 1 : i + 3] in (["last", "week"], ["next", "week"]):
            weeks = -1 if words[i + 1] == "last" else 1
            monday = shifted(published, "week", weeks)
            return _when(tokens, i, i + 3, monday + dt.timedelta(days=WEEKDAYS[word]), "day")
        if before == "next":
            return _when(tokens, i - 1, i + 1, published + dt.timedelta(days=7 - back if back else 7), "day")
        return _when(tokens, i, i + 1, published - dt.timedelta(days=back or 7 * (before == "last")), "day")
    if word in DAYS:
        return _when(tokens, i, i + 1, published + dt.timedelta(days=DAYS[word]), "day")
    if word in HOURS and before in ("this", "last"):
        return _when(tokens, i - 1, i + 1, published - dt.timedelta(days=before == "last"), "day")
    of_it = i + 1 < len(words) and words[i + 1] == "of"  # "the last weekend of May" is no last weekend
    if word in UNITS and before in ("last", "this", "next", "past", "previous") and not of_it:
        step = {"last": -1, "previous": -1, "next": 1}.get(before, 0)
        return _when(tokens, i - 1, i + 1, shifted(published, UNITS[word], step), UNITS[word])
    if word == "ago" and i >= 2:
        return _ago(tokens, words, i, published)
    if word == "weekend" and before in ("the", "this", "last", "next") and not of_it:
        weeks = {"last": -1, "this": 0, "next": 1}.get(before, -(published.weekday() < 5))
        return _when(tokens, i - 1, i + 1, shifted(published, "week", weeks), "week")
    if (number := _ordinal(tokens, i)) and before == "the" and words[max(i - 2, 0)] == "on":  # the last such day
        months = (shifted(published, "month", step) for step in (0, -1, -2))
        days = (_date(month.year, month.month, number) for month in months)
        day = next((day for day in days if day and day <= published), None)
        return _when(tokens, i, i + 1, day, "day") if day else None
    return None


def _ordinal(tokens: list[Node], i: int) -> int | None:
    """ "On the 19th", "on the first of the month", but not "on the 19th floor"."""
    after = [t.lower_ for t in tokens[i + 1 : i + 4]]
    if tokens[i].lower_ == "first":
        return 1 if after == ["of", "the", "month"] else None
    counts = i + 1 < len(tokens) and tokens[i + 1].text.islower() and tokens[i + 1].pos_ in ("NOUN", "ADJ", "NUM")
    counts = counts or (tokens[i].dep_ in ("amod", "compound", "nummod") and tokens[i + 1 : i + 2] != [] and tokens[i + 1].pos_ == "PROPN")
    return None if counts or tokens[i].lower_.isdigit() else _day(tokens[i].lower_)


def find_then(tokens: list[Node], last: When | None) -> list[When]:
    """ "At that time", "told them then that": the day, month or year that was told of last."""
    words, found = [token.lower_ for token in tokens], []
    for i, word in enumerate(words) if last else ():
        if word == "time" and words[max(i - 2, 0) : i] in (["at", "the"], ["at", "that"]):
            found.append((i - 2, i + 1))
        elif word == "then" and i and tokens[i].i + 1 < len(tokens[i].doc) and tokens[i].doc[tokens[i].i + 1].lower_ == "that":
            found.append((i, i + 1))
    return [_when(tokens, a, b, last.date, last.precision) for a, b in found if last]


def find_that_day(tokens: list[Node], last: dt.date | None) -> list[When]:
    """Days told from another: "later that day", "the next morning", "two days later".

    Args:
        last: the day that the text named last before; None finds nothing.
    """
    words = [token.lower_ for token in tokens]
    found = []
    for i in range(1, len(words) if last else 0):
        before = words[i - 1]
        if words[i] in (*HOURS, "day") and before in ("that", "same"):
            found.append((i - 1, i + 1, 0))
        elif words[i] in (*HOURS, "day") and before in ("next", "following") and i > 1 and words[i - 2] == "the":
            found.append((i - 2, i + 1, 1))
        elif words[i] in ("after", "before") and before in (*HOURS, "day") and i > 1 and words[i - 2] == "the" and _ends(words, i + 1):
            found.append((i - 2, i + 1, 1 if words[i] == "after" else -1))
        elif before in ("day", "days") and i > 1 and (n := number_of(words[i - 2])) and _is_behind(words, i):
            found.append((i - 2, i + 1, n * (1 if words[i] in ("later", "after") else -1)))
        elif words[i] in ("hour", "hours") and "within" in words[max(i - 2, 0) : i]:
            found.append((i - 1, i + 1, 0))
    return [_when(tokens, a, b, last + dt.timedelta(days=step), "day") for a, b, step in found if last]


def find_later(tokens: list[Node], last: When | None) -> list[When]:
    """Times told from another: "three years later", "a month earlier", "in the same month"; no more exact than that one is.

    Args:
        last: what the text told last before, however exactly; None finds nothing.
    """
    words = [token.lower_ for token in tokens]
    found = []
    for i in range(1, len(words) if last else 0):
        unit, count = UNITS.get(words[i - 1].removesuffix("s")), number_of(words[i - 2]) if i > 1 else None
        if last and unit and count and words[i] in ("later", "earlier") and words[i + 1 : i + 2] != ["than"]:
            exact = coarser(unit, last.precision)
            try:
                date = shifted(shifted(last.date, unit, count if words[i] == "later" else -count), exact, 0)
            except (ValueError, OverflowError):  # outside the calendar
                continue
            if date.year < LAST_YEAR:
                found.append(_when(tokens, i - 2, i + 1, date, exact))
        elif last and words[i] in UNITS and words[i - 1] in ("same", "that"):
            exact = UNITS[words[i]]
            found.append(_when(tokens, i - 1, i + 1, shifted(last.date, exact, 0), exact))
    return found


def coarser(one: Precision, other: Precision) -> Precision:
    """The less exact of two precisions."""
    return max(one, other, key=("day", "week", "month", "year").index)


def _is_behind(words: list[str], i: int) -> bool:
    """Whether a number of days counts from a day told before: "two days later", and "two days after" where that ends the clause."""
    if words[i] in ("after", "before"):
        return _ends(words, i + 1) or (words[i + 1] == "that" and _ends(words, i + 2))
    return words[i] in ("later", "earlier")


def _ends(words: list[str], i: int) -> bool:
    """Whether a clause ends before word `i`."""
    return i >= len(words) or not words[i][:1].isalnum()


def find_from_event(tokens: list[Node], days: Sequence[When]) -> list[When]:
    """Days told from what happened on another: "two days after the vote", where the text has dated the vote before.

    Args:
        tokens: of one sentence, whitespace left out. days: the days that the text names, in text order.
    """
    words = [token.lower_ for token in tokens]
    found = []
    for i in range(1, len(words) - 2):
        count = 1 if words[i - 1] == "the" else NUMBERS.get(words[i - 1])
        if words[i] not in ("day", "days") or words[i + 1] not in ("after", "before") or count is None:
            continue
        event = next((k for k in range(i + 2, min(i + 6, len(words))) if tokens[k].pos_ == "NOUN"), None)
        told = (day for day in reversed(days) if day.end <= tokens[0].i and event is not None and _tells_of(tokens[event], day))
        if event is not None and (last := next(told, None)) is not None:
            step = count if words[i + 1] == "after" else -count
            found.append(_when(tokens, i - 1, event + 1, last.date + dt.timedelta(days=step), "day"))
    return found


def _tells_of(event: Node, day: When) -> bool:
    return any(token.lemma_ == event.lemma_ for token in event.doc[day.start].sent)


NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def _ago(tokens: list[Node], words: list[str], i: int, published: dt.date) -> When | None:
    unit = words[i - 1].removesuffix("s")
    count = number_of(words[i - 2])
    if count is None:
        return None
    if unit == "day":
        return _when(tokens, i - 2, i + 1, published - dt.timedelta(days=count), "day")
    return _when(tokens, i - 2, i + 1, shifted(published, UNITS[unit], -count), UNITS[unit]) if unit in UNITS else None


def number_of(word: str) -> int | None:
    """A small number in words or figures; None for any other word."""
    return NUMBERS.get(word) or (int(word) if word.isdigit() and len(word) < 4 else None)


def shifted(day: dt.date, unit: Precision, step: int) -> dt.date:
    """That many days away, or the first day of the week (Monday), month or year that many units away."""
    if unit == "day":
        return day + dt.timedelta(days=step)
    if unit == "week":
        return day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=step)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + step
        return dt.date(months // 12, months % 12 + 1, 1)
    return dt.date(day.year + step, 1, 1)

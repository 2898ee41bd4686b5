"""When did it happen? Days for acts: of their own clause, told from another day, of the statement, or gone on with in the paragraph.

In: a read Doc and the day of publication. Out: a date and its precision for one trigger. What no words tell is dated by publication, since
news tells what is new. Left out: how dates are written (`statements.dates`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..reading import Node, Tree
from ..records import Precision
from ..statements import MONTHS, SOON, UNITS, WEEKDAYS, Voice, When, coarser, find_dates, find_later, find_that_day, number_of, shifted
from .anchors import SEASONS, Anchors, beside, is_led, is_of_another
from .codebook import Codebook

NEWS_DAYS = 10  # as far back a day without a year is still what the article is about
PAST_DAYS = 365  # what is older is history
DATELINE = 16  # the most tokens of one
OTHER_TIMES = frozenset(("after", "before", "during", "since", "until", "following"))
JUST = ("right", "soon", "shortly", "immediately", "just")
# Units of time that acts are counted in.
SPANS: dict[str, Precision] = {"day": "day", **UNITS}
# What leads to a day by which something is to be done, and to one that nothing goes on from.
DEADLINES = frozenset(("by", "until", "till"))
LIMITS = DEADLINES | {"from", "since"}
# Ways from what is promised to the promise, and from an act to one whose time it was counted with.
PROMISED = ("obj", "xcomp", "nsubj:pass")
COUNTED = (*PROMISED, "conj")


class Days:
    """The dates of one Doc, for its acts.

    Args:
        published: None where not known; then only dates with a year are found.
        voices: the statements, whose days the text goes on from.
    """

    def __init__(self, doc: Tree, published: dt.date | None, codebook: Codebook, voices: Sequence[Voice] = ()) -> None:
        self.doc, self.published, self.anchors = doc, published, Anchors(codebook)
        self.told: dict[int, list[When]] = {}  # the dates of each sentence, by its first token
        self.last: list[tuple[int, dt.date]] = []  # days that the text has named, with their places
        latest: When | None = None
        before = 0  # where the sentence before begins
        for sent in doc.sents:
            first = self._after_dateline(sent.start)
            tokens = [t for t in sent if not t.is_space and t.i >= first]
            named = find_dates(tokens, published)
            ends = [tokens[0].i if tokens else 0, *(when.end for when in named), sent.end]
            found = list(named)
            for (a, b), when in zip(pairwise(ends), (None, *named), strict=True):  # each part goes on from the time named last
                part = [t for t in tokens if a <= t.i < b]
                day = when.date if when else self.last[-1][1] if self.last else latest.date if latest else None
                near = when or (latest if latest and latest.start >= before else None)
                found += [self._no_surer(that, near) for that in find_that_day(part, day)]
                found += find_later(part, when or latest)
            self.told[sent.start] = found = sorted(found, key=lambda when: when.start)
            latest, before = found[-1] if found else latest, sent.start
            self.last += [(when.start, when.date) for when in found if when.precision == "day" and not is_led(when, self.doc, LIMITS)]
        # What somebody went on to say on a day told before is of that day too.
        said = ((voice.cue.i, voice.statement.date) for voice in voices if voice.statement.date_precision == "day")
        self.news = sorted({*self.last, *((at, date) for at, date in said if date is not None)})

    def _no_surer(self, that: When, latest: When | None) -> When:
        """ "In May …. The next day": a day of May; but "the same day" is the day named last, whatever was named since."""
        vague = latest is not None and latest.precision != "day" and (not self.last or self.last[-1][0] < latest.start)
        same = bool(self.last) and self.doc[that.start].lower_ in ("same", "that")
        if latest is None or not vague or same:
            return that
        return replace(latest, start=that.start, end=that.end)

    def _after_dateline(self, start: int) -> int:
        """Where a sentence that begins a paragraph goes on behind a dateline ("Tarsk, 9 June 2022 - "); the dateline dates the report."""
        if start in self.doc.reading.paragraphs:
            for i in range(start + 1, min(start + DATELINE, len(self.doc))):
                if self.doc[i].text in ("-", "–", "—", "--") and self.doc[i - 1].whitespace_:
                    return i + 1
        return start

    def of(
        self, trigger: Node, voices: Sequence[Voice | None], *, happened: bool, ahead: bool, promised: bool = False
    ) -> tuple[dt.date | None, Precision | None]:
        """The date of an act, None where it is told by what happened on no known day.

        Args:
            voices: the statement that it stands in, and the one that it makes itself; None where there is none.
            happened: no date after publication can be its own ("a contract until 2026" dates another).
            ahead: it is still to come; a bare weekday is the next one.
            promised: the act is the promise of what is to come, whose own day is not the promise's ("will send it on Friday, he said").
        """
        if (counted := self._counted(trigger)) is not None:
            return counted
        if (year := _own_year(trigger)) is not None:
            return year, "year"
        dates = [self._ahead(when) if ahead else when for when in self.told[trigger.sent.start]]
        if self.published and happened:
            dates = [when for one in dates if (when := self._of_last_year(one)).date <= self.published]
        if (voice := voices[0]) is not None:
            # A date that belongs to the cue of the statement ("…, he said on Friday") is the saying's.
            dates = [when for when in dates if when.start in voice.tokens]
        if not ahead:
            dates = [when for when in dates if not is_led(when, self.doc, DEADLINES) or self._is_first(when)]
        near = [(rank, n, when) for n, when in enumerate(dates) if (rank := self.anchors.rank(trigger, when)) is not None]
        if promised:
            own = self.anchors.last_ahead(trigger)
            dates = [when for when in dates if when not in [one for rank, _, one in near if rank <= own]]
            verbs = len(self.anchors.of(trigger, through=PROMISED))
            near = [one for one in near if own < one[0] < verbs or one[0] >= len(self.anchors.of(trigger))]
        chosen = min(near)[2] if near else None if promised else beside(trigger, dates)
        if chosen is None and len(dates) == 1 and not is_of_another(trigger, dates[0]):
            # A sentence of news that names one recent day is about that day, and one that begins with a time about that time.
            recent = dates[0].precision in ("day", "week") and self._is_news(dates[0].date)
            chosen = dates[0] if recent or self._is_first(dates[0]) else None
        if chosen:
            return chosen.date, chosen.precision
        if self._is_by_an_unknown_time(trigger):
            return None, None
        if voice is not None and (day := self._told_within(voice, trigger)) is not None:
            return day, "day"
        for one in reversed(voices):
            if one is not None and one.statement.date:
                return one.statement.date, one.statement.date_precision
        if not ahead and (last := self._told_just_before(trigger)) is not None:
            return last.date, last.precision
        if not ahead and (day := self._gone_on(trigger)) is not None:
            return day, "day"
        return self.published, "day" if self.published else None

    def _is_by_an_unknown_time(self, trigger: Node) -> bool:
        """ "Sent it right after the congress": a time is told, and not which day that was."""
        verb = trigger.head if trigger.pos_ == "NOUN" and trigger.dep_ in ("obj", "nsubj:pass") else trigger  # "sent a message right after"
        own = [token for token in verb.subtree if next((up for up in token.ancestors if up.pos_ == "VERB"), verb).i == verb.i]
        if any(t.lower_ in SEASONS and self.doc[t.i - 1].lower_ == "last" for t in own if t.i):
            return True
        marks = ({(c.dep_, c.lower_) for c in token.children} for token in own if token.dep_ in ("obl", "nmod"))
        return any(("case", "after") in these and any(("advmod", word) in these for word in JUST) for these in marks)

    def _is_first(self, when: When) -> bool:
        """ "In May crowds burned …": a sentence begins with it."""
        start = self.doc[when.start].sent.start
        return self.doc[start].lower_ in ("in", "on", "by") and when.start - start <= 2

    def _is_news(self, day: dt.date) -> bool:
        return self.published is not None and 0 <= (self.published - day).days <= NEWS_DAYS

    def _ahead(self, when: When) -> When:
        """A weekday or weekend of what is to come is the next one, and so is a day or month with no year."""
        end = when.date if when.precision == "day" else shifted(when.date, when.precision, 1) - dt.timedelta(days=1)
        if self.published is None or end >= self.published or self.doc[max(when.start - 1, 0)].lower_ == "last":
            return when
        word = self.doc[when.end - 1].lower_
        if word in WEEKDAYS or (word == "weekend" and self.doc[when.start].lower_ == "the"):
            return replace(when, date=when.date + dt.timedelta(days=7))
        return replace(when, date=_year_on(when.date)) if self._has_no_year(when) else when

    def _has_no_year(self, when: When) -> bool:
        """Whether a date names a month and no year."""
        return any(t.lower_.strip(".") in MONTHS for t in self.doc[when.start : when.end]) and not self._names_year(when)

    def _names_year(self, when: When) -> bool:
        return any(len(t.text) == 4 and t.text.isdecimal() for t in self.doc[when.start : when.end])

    def _of_last_year(self, when: When) -> When:
        """A month soon to come ("in January", in December) is last year's of what has happened."""
        soon = self.published is not None and 0 < (when.date - self.published).days <= SOON
        past = soon and when.precision == "month" and self.doc[when.start].lower_ != "next" and not self._names_year(when)
        return replace(when, date=shifted(when.date, "month", -12)) if past else when

    def _counted(self, trigger: Node) -> tuple[dt.date | None, Precision | None] | None:
        """ "On Tuesday, three days after it had arrested …": counted from the time of what the clause hangs on; "days after" is no day."""
        for at in self.anchors.of(trigger, through=COUNTED):
            link = next((c for c in self.doc[at].children if c.dep_ in ("mark", "case") and c.lower_ in ("after", "before")), None)
            word = self.doc[link.i - 1].lower_ if link is not None and link.i > 0 else ""
            if link is None or (unit := word.removesuffix("s")) not in SPANS:
                continue
            told = self.told[trigger.sent.start]
            if any(self.anchors.rank(self.doc[at], when) == 0 for when in told):
                return None  # "days after it had shelled the village on Friday"
            count = self.doc[link.i - 2].lower_ if link.i > 1 else ""
            precision, n = SPANS[unit], 1 if count == "the" and word == unit else number_of(count)
            others = [when for when in told if when.end <= link.i and not is_led(when, self.doc, LIMITS)]
            before = [When(day, "day", at, at) for at, day in self.last if at < trigger.sent.start]
            here = [When(self.published, "day", 0, 0)] if self.published else []
            if n is None or not (others or before or here):
                return None, None
            base = (others or before or here)[-1]
            if unit == "week" and n == 1:
                precision, n = "day", 7
            exact = coarser(precision, base.precision)
            try:
                return shifted(shifted(base.date, precision, -n if link.lower_ == "after" else n), exact, 0), exact
            except (ValueError, OverflowError):  # outside the calendar
                return None, None
        return None

    def is_announced(self, trigger: Node) -> bool:
        """ "Travels to Lima next Friday": what is told in the present of a day to come."""
        helped = any(c.dep_ == "aux" and c.lower_ in ("is", "are") for c in trigger.children)
        if self.published is None or not (trigger.tag_ in ("VBZ", "VBP") or (trigger.tag_ == "VBG" and helped)):
            return False
        dates = (when for when in self.told[trigger.sent.start] if when.date > self.published and not is_led(when, self.doc, DEADLINES))
        return any(self.anchors.rank(trigger, when) == 0 for when in dates)

    def is_long_ago(self, date: dt.date, precision: Precision | None, trigger: Node) -> bool:
        """Whether that day, or the end of that month or year, is more than a year gone; not of what has gone on "since" then."""
        end = date if precision in ("day", "week", None) else shifted(date, precision, 1)
        perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'s", "'ve") for c in trigger.children)
        since = perfect and any(when.date == date and is_led(when, self.doc, ("since",)) for when in self.told[trigger.sent.start])
        return self.published is not None and not since and (self.published - end).days > PAST_DAYS

    def _told_within(self, voice: Voice, trigger: Node) -> dt.date | None:
        """The day that a speaker himself named last before, in the same paragraph."""
        paragraphs = self.doc.reading.paragraphs
        first = paragraphs[bisect_right(paragraphs, trigger.i) - 1]
        days = [day for place, day in self.last if first <= place < trigger.sent.start and place in voice.tokens]
        return days[-1] if days and self._is_news(days[-1]) else None

    def _told_just_before(self, trigger: Node) -> When | None:
        """The only time that the sentence before names, where this one goes on of the same with "he", "she", "they", "it" or "then"."""
        first = trigger.sent.start
        clause = next((t for t in (trigger, *trigger.ancestors) if t.dep_ == "ROOT"), trigger)
        goes_on = any(c.dep_.startswith("nsubj") and c.lower_ in ("he", "she", "they", "it") for c in clause.children)
        goes_on |= any(c.dep_ == "advmod" and c.lower_ == "then" for c in trigger.children)
        if not goes_on or first == 0 or first in self.doc.reading.paragraphs:
            return None
        sent = self.doc[first - 1].sent
        root = next((t for t in sent if t.dep_ == "ROOT"), None)
        before = [when for when in self.told[sent.start] if not is_led(when, self.doc, LIMITS)]
        ahead = self.published is not None and any(when.date > self.published for when in before)
        return before[0] if len(before) == 1 and not ahead and root and self.anchors.rank(root, before[0]) is not None else None

    def _gone_on(self, trigger: Node) -> dt.date | None:
        """The only day of news that the text has named, else the last near here; not where another time is told."""
        links = (c for child in trigger.children for c in child.children if c.dep_ in ("case", "mark"))
        if any(c.lower_ in OTHER_TIMES and (c.dep_ == "case" or c.lower_ not in ("before", "until")) for c in links):
            return None  # "right after the congress"
        paragraphs = self.doc.reading.paragraphs
        at = bisect_right(paragraphs, trigger.i)
        first = paragraphs[max(at - 2, 0)] if at else 0
        before = [(place, day) for place, day in self.news if place < trigger.sent.start and self._is_news(day)]
        if len({day for _, day in before}) == 1:
            return before[0][1]
        days = [day for place, day in self.news if first <= place < trigger.sent.start]
        return days[-1] if days and self._is_news(days[-1]) else None


def _year_on(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else dt.date(day.year + 1, 3, 1)


def _own_year(noun: Node) -> dt.date | None:
    """ "Her 2012 visit": the year is the act's, whatever else the sentence dates."""
    years = (c.text for c in noun.children if c.dep_ in ("nummod", "amod", "compound") and c.i < noun.i)
    own = next((text for text in years if len(text) == 4 and text.isdecimal() and text[:2] in ("19", "20")), None)
    return dt.date(int(own), 1, 1) if own and noun.pos_ == "NOUN" else None

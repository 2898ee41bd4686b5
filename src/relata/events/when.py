"""When did it happen? Days for acts: of their own clause, told from another day, of the statement, or gone on with in the paragraph.

In: a read Doc and the day of publication. Out: a date and its precision for one trigger. What no words tell is dated by publication, since
news tells what is new. Left out: how dates are written (`statements.dates`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ..actors.phrases import preposition
from ..reading import Node, Tree
from ..records import Precision
from ..statements import WEEKDAYS, Voice, When, find_dates, find_that_day, number_of
from ..statements.voices import SETTINGS
from .codebook import Codebook

NEWS_DAYS = 10
DATELINE = 16  # the most tokens of one
OTHER_TIMES = frozenset(("after", "before", "during", "since", "until", "following"))
SOON = ("right", "soon", "shortly", "immediately", "just")
# What is written has its day ("asked for it in a letter of 21 October").
LETTERS = frozenset(("letter", "note", "communique", "decree", "telegram", "memo", "telephone", "phone"))
DURING = frozenset(("during", "at", "in"))
JUST_BEFORE = frozenset(("after", "following"))
# Ways an act leans on another word; a date on that word is the act's too.
LEANS = ("obj", "xcomp", "conj", "nsubj", "nsubj:pass", "ccomp", "advcl")


class Days:
    """The dates of one Doc, for its acts.

    Args:
        published: None where not known; then only dates with a year are found.
        voices: the statements, whose days the text goes on from.
    """

    def __init__(self, doc: Tree, published: dt.date | None, codebook: Codebook, voices: Sequence[Voice] = ()) -> None:
        self.doc, self.published, self.codebook = doc, published, codebook
        self.told: dict[int, list[When]] = {}  # the dates of each sentence, by its first token
        self.last: list[tuple[int, dt.date]] = []  # days that the text has named, with their places
        for sent in doc.sents:
            first = self._after_dateline(sent.start)
            tokens = [t for t in sent if not t.is_space and t.i >= first]
            found = find_dates(tokens, published)
            ends = [tokens[0].i if tokens else 0, *(when.end for when in found), sent.end]
            before = [self.last[-1][1] if self.last else None, *(when.date for when in found)]
            for a, b, day in zip(ends, ends[1:], before, strict=False):  # each part of the sentence goes on from the day named last
                found += find_that_day([t for t in tokens if a <= t.i < b], day)
            self.told[sent.start] = found = sorted(found, key=lambda when: when.start)
            self.last += [(when.start, when.date) for when in found if when.precision == "day"]
        # What somebody went on to say on a day told before is of that day too.
        said = ((voice.cue.i, voice.statement.date) for voice in voices if voice.statement.date_precision == "day")
        self.news = sorted({*self.last, *((at, date) for at, date in said if date is not None)})

    def _after_dateline(self, start: int) -> int:
        """Where a sentence that begins a paragraph goes on behind a dateline ("Tarsk, 9 June 2022 - "); the dateline dates the report."""
        if start in self.doc.reading.paragraphs:
            for i in range(start + 1, min(start + DATELINE, len(self.doc))):
                if self.doc[i].text in ("-", "–", "—", "--") and self.doc[i - 1].whitespace_:
                    return i + 1
        return start

    def of(self, trigger: Node, voices: Sequence[Voice | None], *, happened: bool, ahead: bool) -> tuple[dt.date | None, Precision | None]:
        """The date of an act, None where it is told by what happened on no known day.

        Args:
            voices: the statement that it stands in, and the one that it makes itself; None where there is none.
            happened: no date after publication can be its own ("a contract until 2026" dates another).
            ahead: it is still to come; a bare weekday is the next one.
        """
        if (day := self._counted(trigger)) is not None:
            return day, "day"
        if (year := _own_year(trigger)) is not None:
            return year, "year"
        dates = [self._ahead(when) if ahead else when for when in self.told[trigger.sent.start]]
        if self.published and happened:
            dates = [when for when in dates if when.date <= self.published]
        if (voice := voices[0]) is not None:
            # A date that belongs to the cue of the statement ("…, he said on Friday") is the saying's.
            dates = [when for when in dates if when.start in voice.tokens]
        near = [(rank, n, when) for n, when in enumerate(dates) if (rank := self._rank(trigger, when)) is not None]
        chosen = min(near)[2] if near else None
        if chosen is None and len(dates) == 1 and self._is_news(dates[0].date) and not self._is_of_another(trigger, dates[0]):
            chosen = dates[0]  # a sentence of news that names one recent day is about that day
        if chosen:
            return chosen.date, chosen.precision
        if self._is_by_an_unknown_time(trigger):
            return None, None
        for one in reversed(voices):
            if one is not None and one.statement.date:
                return one.statement.date, one.statement.date_precision
        if not ahead and (day := self._gone_on(trigger)) is not None:
            return day, "day"
        return self.published, "day" if self.published else None

    def _is_by_an_unknown_time(self, trigger: Node) -> bool:
        """ "Sent it right after the congress": a time is told, and not which day that was."""
        verb = trigger.head if trigger.pos_ == "NOUN" and trigger.dep_ in ("obj", "nsubj:pass") else trigger  # "sent a message right after"
        own = (token for token in verb.subtree if next((up for up in token.ancestors if up.pos_ == "VERB"), verb).i == verb.i)
        marks = ({(c.dep_, c.lower_) for c in token.children} for token in own if token.dep_ in ("obl", "nmod"))
        return any(("case", "after") in these and any(("advmod", word) in these for word in SOON) for these in marks)

    def _is_news(self, day: dt.date) -> bool:
        return self.published is not None and 0 <= (self.published - day).days <= NEWS_DAYS

    def _ahead(self, when: When) -> When:
        """A weekday of what is to come is the next one."""
        word = self.doc[when.end - 1].lower_
        bare = word in WEEKDAYS and self.doc[max(when.start - 1, 0)].lower_ != "last"
        if bare and self.published and when.date < self.published:
            return replace(when, date=when.date + dt.timedelta(days=7))
        return when

    def _counted(self, trigger: Node) -> dt.date | None:
        """ "On Tuesday, three days after it had arrested …": counted from the day of what the clause hangs on."""
        link = next((c for c in trigger.children if c.dep_ in ("mark", "case") and c.lower_ in ("after", "before")), None)
        if link is None or link.i < 2 or self.doc[link.i - 1].lower_ not in ("day", "days"):
            return None
        n = number_of(self.doc[link.i - 2].lower_)
        others = [when.date for when in self.told[trigger.sent.start] if when.precision == "day" and when.start < link.i]
        before = others or [day for at, day in self.last if at < trigger.sent.start]
        base = before[-1] if before else self.published
        return None if n is None or base is None else base - dt.timedelta(days=n if link.lower_ == "after" else -n)

    def _gone_on(self, trigger: Node) -> dt.date | None:
        """The day of news that the text named last, in this paragraph or the one before; not of what another time is told of."""
        if any(c.lower_ in OTHER_TIMES for child in trigger.children for c in child.children if c.dep_ in ("case", "mark")):
            return None  # "right after the congress"
        paragraphs = self.doc.reading.paragraphs
        at = bisect_right(paragraphs, trigger.i)
        first = paragraphs[max(at - 2, 0)] if at else 0
        days = [day for place, day in self.news if first <= place < trigger.sent.start]
        return days[-1] if days and self._is_news(days[-1]) else None

    def _rank(self, trigger: Node, when: When) -> int | None:
        """How near the act a date hangs: on its word, the verbs it leans on, or an event noun beside it ("in talks on Monday"), else None.

        One on another noun is that noun's ("help after the earthquake of 1999"); a day with "on" is its verb's ("the police on Friday").
        """
        anchors = [trigger.i]
        token = trigger
        while (token.dep_ in LEANS or self._is_at_once_with(token)) and token.head.i != token.i:
            token = token.head
            anchors.append(token.i)
        if token.dep_ == "acl:relcl" and any(c.lower_ in ("which", "when") and c.dep_ in ("obl", "advmod") for c in token.children):
            anchors.append(token.head.i)  # "the fighting of July, in which …"
        at = self.doc[when.end - 1]
        while when.start <= at.i < when.end and at.head.i != at.i:
            at = at.head
        if at.i not in anchors and (self._is_occasion(at) or self._is_only_beside(at, when)):
            written = at.lemma_.lower() in LETTERS
            at = at.head
            if written and at.i not in anchors and at.pos_ == "NOUN":
                at = at.head  # "asked for the step in a letter of 21 October", where the tree has it on the step
        return anchors.index(at.i) if at.i in anchors else None

    def _is_at_once_with(self, noun: Node) -> bool:
        """Whether an act has the day of the verb that it stands beside: "died in a clash in June", "said on Friday after talks with X"."""
        rows = self.codebook.predicates.get((noun.lemma_.lower(), "NOUN"), ())
        if noun.pos_ != "NOUN" or noun.dep_ != "obl" or not rows:
            return False
        case = preposition(noun)
        return case in DURING or (case in JUST_BEFORE and all(row.type == "CONSULT" for row in rows))

    def _is_occasion(self, noun: Node) -> bool:
        """Whether what is done at, in or by it has its day: talks, a briefing, a letter."""
        lemma = noun.lemma_.lower()
        return noun.pos_ == "NOUN" and ((lemma, "NOUN") in self.codebook.predicates or lemma in SETTINGS or lemma in LETTERS)

    def _is_only_beside(self, noun: Node, when: When) -> bool:
        """Whether a day with "on" hangs on a doer or thing, which has none: "the police on Friday arrested"."""
        led = "on" in (self.doc[max(when.start - 1, 0)].lower_, self.doc[when.start].lower_)
        return led and when.precision == "day" and noun.dep_.split(":")[0] in ("nsubj", "obj")

    def _is_of_another(self, trigger: Node, when: When) -> bool:
        """Whether a date stands in a relative or conditional clause that the act is not in."""
        around = {trigger.i, *(token.i for token in trigger.ancestors)}
        at = self.doc[when.end - 1]
        for token in (at, *at.ancestors):
            if token.i in around:
                return False
            marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
            if token.dep_ == "acl:relcl" or (token.dep_ == "advcl" and marks & {"if", "unless", "until"}):
                return True
        return False


def _own_year(noun: Node) -> dt.date | None:
    """ "Her 2012 visit": the year is the act's, whatever else the sentence dates."""
    years = (c.text for c in noun.children if c.dep_ in ("nummod", "amod", "compound") and c.i < noun.i)
    own = next((text for text in years if len(text) == 4 and text.isdecimal() and text[:2] in ("19", "20")), None)
    return dt.date(int(own), 1, 1) if own and noun.pos_ == "NOUN" else None

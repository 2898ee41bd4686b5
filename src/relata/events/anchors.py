"""Whose time does an act have? The words that it leans on, and whether a date hangs on one of them.

In: the word of an act, and dates of its sentence. Out: words, ranks, yes or no. Left out: which date is its own in the end (`when`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..actors.phrases import preposition
from ..reading import Node
from ..statements import HOURS, When
from ..statements.voices import SETTINGS
from .codebook import Codebook
from .status import FUTURE, WOULD

# What is written has its day ("asked for it in a letter of 21 October").
LETTERS = frozenset(("letter", "note", "communique", "decree", "telegram", "memo", "telephone", "phone"))
DURING = frozenset(("during", "at", "in"))
BESIDE = frozenset(("after", "following", "for"))  # "arrived for talks"
# Ways an act leans on another word; a date on that word is the act's too.
LEANS = ("obj", "xcomp", "conj", "nsubj", "nsubj:pass", "ccomp", "advcl")

# What may stand between a date and the word that leads to it.
BETWEEN = frozenset(("the", "end", "this", "next", "early", "late", "mid", "at", "least", "of"))
# Seasons are no months: which they are depends on where one is.
SEASONS = frozenset(("spring", "summer", "autumn", "fall", "winter"))
TIMES = SEASONS | {"end", "start", "beginning", "middle", "morning", "evening", "night"}
# What leads to a date that is another thing's.
ASIDE = frozenset(("from", "since", "after", "before"))


class Anchors:
    """The words whose time acts have; the codebook tells what is an occasion."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def of(self, trigger: Node, through: Collection[str] = LEANS) -> list[int]:
        """The words whose time an act has, itself first: the verbs that it leans on, and the noun that "in which" makes it a part of."""
        anchors = [trigger.i]
        token = trigger
        while (
            token.dep_ in through or self._is_at_once_with(token) or (token.dep_ == "nmod" and token.head.lemma_ in LETTERS)
        ) and token.head.i != token.i:
            token = token.head
            anchors.append(token.i)
        if token.dep_ == "acl:relcl" and any(c.lower_ in ("which", "when") and c.dep_ in ("obl", "advmod") for c in token.children):
            anchors.append(token.head.i)  # "the fighting of July, in which …"
            if token.head.dep_ == "nmod":
                anchors.append(token.head.head.i)  # "the incident of July near the dam, when …"
        return anchors

    def rank(self, trigger: Node, when: When) -> int | None:
        """How near the act a date hangs: on its word, the verbs it leans on, or an event noun beside it ("in talks on Monday"), else None.

        One on another noun is that noun's ("help after the earthquake of 1999"); a day with "on" is its verb's ("the police on Friday").
        """
        anchors = self.of(trigger)
        if trigger.pos_ == "NOUN":  # "the ban pronounced in April"
            anchors += [c.i for c in trigger.children if (c.dep_ == "acl" and c.tag_ == "VBN") or _has_for_object(c)]
        at = trigger.doc[when.end - 1]
        while when.start <= at.i < when.end and at.head.i != at.i:
            at = at.head
        if at.lower_ in HOURS and at.i == when.end:
            at = at.head  # "on Tuesday morning"
        if at.i not in anchors and not is_led(when, trigger.doc, ("since",)) and (self._is_occasion(at) or self._is_only_beside(at, when)):
            written = at.lemma_.lower() in LETTERS
            at = at.head
            if written and at.i not in anchors and at.pos_ == "NOUN":
                at = at.head  # "asked for the step in a letter of 21 October", where the tree has it on the step
        return anchors.index(at.i) if at.i in anchors else None

    def last_ahead(self, trigger: Node) -> int:
        """The last of an act's anchors that is still to come itself: "will | hold talks"."""
        last = 0
        for n, at in enumerate(self.of(trigger)):
            helpers = {c.lower_ for c in trigger.doc[at].children if c.dep_ in ("aux", "mark")}
            last = n if helpers & (FUTURE | WOULD | {"to"}) else last
        return last

    def _is_at_once_with(self, noun: Node) -> bool:
        """Whether an act has the day of the verb that it stands beside: "died in a clash in June", "said on Friday after talks with X"."""
        rows = self.codebook.predicates.get((noun.lemma_.lower(), "NOUN"), ())
        if noun.pos_ != "NOUN" or noun.dep_ != "obl" or not rows:
            return False
        case = preposition(noun)
        return case in DURING or (case in BESIDE and all(row.type == "CONSULT" for row in rows))

    def _is_occasion(self, noun: Node) -> bool:
        """Whether what is done at, in or by it has its day: talks, a briefing, a letter."""
        lemma = noun.lemma_.lower()
        return noun.pos_ == "NOUN" and ((lemma, "NOUN") in self.codebook.predicates or lemma in SETTINGS or lemma in LETTERS)

    def _is_only_beside(self, noun: Node, when: When) -> bool:
        """Whether a day with "on" hangs on a doer or thing, which has none: "the police on Friday arrested"."""
        led = "on" in (noun.doc[max(when.start - 1, 0)].lower_, noun.doc[when.start].lower_)
        return led and when.precision == "day" and noun.dep_.split(":")[0] in ("nsubj", "obj")


def is_led(when: When, doc: Sequence[Node], words: Collection[str]) -> bool:
    """Whether one of some words leads to a date: "since 2012", "by the end of May"."""
    at = when.start - 1
    while at > 0 and doc[at].lower_ in BETWEEN:
        at -= 1
    return at >= 0 and doc[at].lower_ in words


def is_of_another(trigger: Node, when: When) -> bool:
    """Whether a date stands in a relative or conditional clause that the act is not in."""
    around = {trigger.i, *(token.i for token in trigger.ancestors)}
    at = trigger.doc[when.end - 1]
    for token in (at, *at.ancestors):
        if token.i in around:
            return False
        if token.dep_ == "conj" and token.pos_ == "VERB" and any(c.dep_.startswith("nsubj") for c in token.children):
            return True  # "…, and Italy asked on Friday"
        marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
        if token.dep_ == "acl:relcl" or (token.dep_ == "advcl" and marks & {"if", "unless", "until"}):
            return True
    return False


def beside(trigger: Node, dates: Sequence[When]) -> When | None:
    """The date that stands with an act between the same commas and verbs, wherever the tree hangs it."""
    for when in dates:
        if is_led(when, trigger.doc, ASIDE) or _is_of_thing(when, trigger.doc):
            continue
        a, b = (when.end, trigger.i) if when.end <= trigger.i else (trigger.i + 1, when.start)
        between = trigger.doc[a:b]
        if trigger.pos_ == "VERB" and not any(_parts(token, trigger) for token in between):
            return when
    return None


def _is_of_thing(when: When, doc: Sequence[Node]) -> bool:
    """ "The earthquake of 1999", but not "the spring of 2021"."""
    return when.start > 1 and doc[when.start - 1].lower_ == "of" and doc[when.start - 2].lower_ not in TIMES


def _parts(token: Node, verb: Node) -> bool:
    """Whether a token between a date and a verb keeps them apart: a mark, a conjunction, another verb or its subject."""
    other = token.dep_.startswith("nsubj") and token.head.i != verb.i
    return other or token.is_punct or token.pos_ in ("VERB", "SCONJ", "CCONJ")


def _has_for_object(clause: Node) -> bool:
    """ "The accord which they signed on Thursday": a relative clause whose object, or passive subject, is what it is said of."""
    return clause.dep_ == "acl:relcl" and any(c.dep_ in ("obj", "nsubj:pass") and c.lower_ in ("which", "that") for c in clause.children)

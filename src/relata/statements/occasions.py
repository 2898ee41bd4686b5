"""When was it said, where the statement's own sentence gives no day? Days that occasions have, and that speakers go on from.

In: a read Doc, its actors, `Voice`s in text order. Out: the same with days, and chains, carried on. An occasion is a dated meeting, call,
conference or interview: its participants' words belong to its day. Left out: days in the statement's own sentence (`attribute`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ..actors import Found
from ..reading import Node, Sentence, Tree
from ..records import Relay, Statement
from .chain import PRESS
from .dates import BEGINNINGS, When, find_dates
from .voices import SETTINGS, Voice, own_words

# How many sentences behind a day its speaker's or its occasion's undated words still belong to it.
CARRY = 6
# To come together, and to give an interview.
TALKS = frozenset((
    "meet", "speak", "talk", "receive", "interview", "answer", "confer", "phone", "react", "respond", "reply", "comment", "testify",
    "summon",
))  # fmt: skip
REMARKS = frozenset(("remark", "comment", "statement", "announcement", "claim", "accusation", "appeal"))
HELD = frozenset(("hold", "have", "give", "host", "attend", "chair", "open", "address"))
MEETINGS = SETTINGS | {"talk", "round", "discussion"}
OCCASIONS = frozenset(("session", "briefing", "conference", "meeting", "summit", "hearing", "forum", "ceremony"))
CALLS = frozenset(("conversation", "call"))
# Words in the heading of what was all said at one sitting.
HEADED = OCCASIONS | {"parliament", "assembly", "house", "senate", "committee", "court", "council", "debate", "interview", "question"}
# After these a day is that of something else ("after Monday's talks").
OTHER_DAYS = frozenset(("after", "before", "since", "until", "following", "ahead"))


@dataclass
class Memory:
    """What is known of the occasion somebody speaks at: its day and the road of his words, and the sentences that tell of them.

    `to_us`: it is the outlet's own interview, to which a whole article may come back.
    """

    statement: Statement | None
    date: dt.date | None
    day_at: int
    chain: tuple[Relay, ...]
    chain_at: int
    to_us: bool = False


def days_in(doc: Tree, published: dt.date | None) -> list[When]:
    """Every single day that the text names by a word, in text order."""
    starts = doc.starts
    told = dict.fromkeys(starts[token.i] for token in doc if token.lower_.removesuffix(".") in BEGINNINGS)
    found = (when for start in told for when in find_dates([t for t in doc[start].sent if not t.is_space], published))
    return [when for when in found if when.precision == "day"]


def carry_on(doc: Tree, found: Found, voices: list[Voice], days: Sequence[When], outlet: str | None) -> None:
    """A speaker goes on in the same breath: his next statements have the day and chain of his last ones, or of the occasion he is at.

    Weeks, months and years are no occasion; nor does a statement with another setting or addressee belong to that day's.
    """
    starts = doc.starts
    number = {start: n for n, start in enumerate(dict.fromkeys(starts))}
    pending = [(day.start, day) for day in days if _is_occasion(doc, day)]
    known: dict[str, Memory] = {}
    _date_remarks(doc, found, voices, [day for _, day in pending], number)
    for voice in voices:
        while pending and starts[pending[0][0]] < starts[voice.cue.i]:
            at, day = pending.pop(0)
            for actor in _participants(doc, found, at):
                known[actor] = Memory(None, day.date, number[starts[at]], (), 0, _is_to_us(doc, doc[at].sent, outlet))
        new = voice.statement
        if new.speaker is None or new.speaker.actor is None:
            continue
        if _is_inside(voice, voices):
            if new.date is None and (call := _same_occasion(voice, days, starts, CALLS)) is not None:
                voice.statement = replace(new, date=call.date, date_precision="day")
            continue
        here, before = number[starts[voice.cue.i]], known.get(new.speaker.actor)
        day_at = chain_at = here
        if new.date is None and (last := _same_occasion(voice, days, starts)) is not None:
            new, day_at = replace(new, date=last.date, date_precision="day"), number[starts[last.start]]
        other = _beside(found, voice) if new.date is None else None
        if other in known and (there := known[other]).date is not None:
            new, day_at = replace(new, date=there.date, date_precision="day"), there.day_at
        to_us = new.date is not None and _is_to_us(doc, voice.cue.sent, outlet)
        if before is not None and not _elsewhere(before.statement, new):
            if new.date is None and before.date is not None and (here - before.day_at <= CARRY or before.to_us):
                new, day_at, to_us = replace(new, date=before.date, date_precision="day"), before.day_at, before.to_us
            if not new.chain and before.chain and here - before.chain_at <= CARRY:
                new, chain_at = replace(new, chain=before.chain), before.chain_at
        voice.statement = new
        if any(child.lower_ == "then" and child.i > voice.cue.i for child in voice.cue.children):
            continue  # "told the Daily then": another time, from which nobody goes on
        known[str(new.speaker.actor if new.speaker else None)] = Memory(
            new, new.date if new.date_precision == "day" else None, day_at, new.chain, chain_at, to_us
        )


def _is_to_us(doc: Tree, sent: Sentence, outlet: str | None) -> bool:
    """ "Spoke with this newspaper", "told the Daily" in the Daily."""
    words = " ".join(doc.text_of(sent.start, sent.end).casefold().replace(" the ", " ").split())
    own = [f"this {press}" for press in PRESS] + ([outlet.casefold().removeprefix("the ")] if outlet else [])
    return any(f"{to} {name}" in words for name in own for to in ("with", "to", "told", "tells"))


def _date_remarks(doc: Tree, found: Found, voices: list[Voice], days: Sequence[When], number: Mapping[int, int]) -> None:
    """ "Brel made the remarks on Tuesday": what is told of hers before was said on that day, whenever an outlet passed it on."""
    starts = doc.starts
    for day in days:
        verb = next((token for token in doc[day.end - 1].ancestors if token.pos_ == "VERB"), None)
        if verb is None or not _made_remarks(verb):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        spot = found.at(subject.i) if subject is not None else None
        for voice in voices if spot is not None else ():
            party, away = voice.statement.speaker, number[starts[day.start]] - number[starts[voice.cue.i]]
            open_date = voice.statement.date is None or bool(voice.statement.chain)
            if party is not None and spot is not None and party.actor in spot.actors and 0 < away <= CARRY and open_date:
                voice.statement = replace(voice.statement, date=day.date, date_precision="day")


def _same_occasion(voice: Voice, days: Sequence[When], starts: Sequence[int], kinds: Collection[str] = OCCASIONS | CALLS) -> When | None:
    """The day told last before "the session", "speaking at the same briefing": of that occasion, else of any; of "the call" its own."""
    cue = voice.cue
    for token in own_words(cue, voice.content):
        governed = token.head.i == cue.i or (token.head.lemma_ == "speak" and token.head.head.i == cue.i)
        if token.lemma_ in kinds and governed and any(c.lower_ in ("the", "same") for c in token.children):
            before = [day for day in reversed(days) if day.end <= starts[cue.i]]
            of_it = (day for day in before if any(t.lemma_ == token.lemma_ for t in cue.doc[day.start].sent))
            day = next(of_it, before[0] if before and token.lemma_ in OCCASIONS else None)
            near = day is not None and len(dict.fromkeys(starts[day.start : cue.i])) <= CARRY + 1
            return day if near or any(c.lower_ == "same" for c in token.children) else None
    return None


def _beside(found: Found, voice: Voice) -> str | None:
    """Whom a speaker stands beside: "the minister, standing beside him, said"."""
    for token in own_words(voice.cue, voice.content):
        spot = found.at(token.i) if any(c.lower_ in ("beside", "alongside") for c in token.children) else None
        if spot is not None and len(spot.actors) == 1:
            return spot.actors[0]
    return None


def _elsewhere(old: Statement | None, new: Statement) -> bool:
    """Whether the two were said at different occasions, by what is told of them."""
    if old is None:
        return False
    return any(a and b and a != b for a, b in ((new.setting, old.setting), (new.addressee, old.addressee)))


def _is_occasion(doc: Tree, day: When) -> bool:
    """Whether people met or spoke on that day by its sentence: "met on Thursday", "held a phone call on Thursday", "at Friday's talks"."""
    token = doc[day.end - 1]
    while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
        if any(child.lower_ in OTHER_DAYS for child in token.children if child.dep_ in ("case", "mark")):
            return False
        if token.lemma_ in MEETINGS:
            return False  # a day of a noun is told of in passing
        token = token.head
    held = token.lemma_ in HELD and any(child.lemma_ in MEETINGS for child in token.children if child.dep_ == "obj")
    return token.lemma_ in TALKS or held or _made_remarks(token)


def _made_remarks(verb: Node) -> bool:
    return verb.lemma_ == "make" and any(child.dep_ in ("obj", "nsubj:pass") and child.lemma_ in REMARKS for child in verb.children)


def _participants(doc: Tree, found: Found, at: int) -> list[str]:
    sent = doc[at].sent
    here = [s for s in found.spots if sent.start <= s.head < sent.end and not s.place and not s.modifier and len(s.actors) == 1]
    return [s.actors[0] for s in here]


def _is_inside(voice: Voice, voices: Sequence[Voice]) -> bool:
    return any(voice.cue.i in other.tokens for other in voices if other is not voice)


def day_of_turns(doc: Tree, found: Found, voices: Sequence[Voice], days: Sequence[When]) -> None:
    """Turns of an interview or transcript were spoken on the day that the words before them give the occasion ("spoke on Friday").

    The day in the heading of a sitting is everybody's, also of what the record only tells of; in that of a broadcast it is its presenters'
    and reporters', for clips may be older.
    """
    turns = [voice for voice in voices if voice.cue.text.endswith(":") and voice.statement.speaker]
    first = min((voice.cue.i for voice in turns), default=0)
    told = [when for when in days if when.end <= first and _dates_talk(doc[when.end - 1])]
    heading = [when for when in days if when.end <= first and _is_heading(doc, when)]
    sitting = any(token.lemma_.lower() in HEADED for when in heading for token in doc[: when.end])
    for voice in voices if sitting and heading and len(turns) > 1 else []:
        speaker = voice.statement.speaker
        if voice.statement.date is None and speaker is not None and not voice.cue.text.endswith(":") and not _is_inside(voice, voices):
            voice.statement = replace(voice.statement, date=heading[-1].date, date_precision="day")
    for voice in turns if len(turns) > 1 else []:
        speaker = voice.statement.speaker
        own = speaker is not None and speaker.actor is not None and found.actors[speaker.actor].sector == "JRN"
        if told or (heading and (own or sitting)):
            voice.statement = replace(voice.statement, date=(told or heading)[-1].date, date_precision="day")


def _dates_talk(token: Node) -> bool:
    """Whether a day is that of an interview or its like by the verb, or the noun, that it hangs on; not "after Monday's talks"."""
    head = token.head
    if head.pos_ == "VERB":
        return head.lemma_ in TALKS
    return head.lemma_ in SETTINGS and not any(child.lower_ in OTHER_DAYS for child in head.children)


def _is_heading(doc: Tree, when: When) -> bool:
    """A day in a first line without a verb: "MIDDAY BULLETIN, 4 SEPTEMBER 2024"."""
    begins = doc.reading.paragraphs
    end = begins[1] if len(begins) > 1 else len(doc)
    return when.end <= end and not any(token.pos_ == "VERB" for token in doc[:end])

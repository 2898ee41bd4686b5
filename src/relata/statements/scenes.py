"""Who speaks at one sitting? A dated session, debate or hearing, and the statements of others that belong to its day.

In: a read Doc, its days, `Voice`s in text order. Out: the same with the sitting's day where they have none. A sitting ends where another
day or place begins, somebody speaks in the present, or nobody has spoken at it for some sentences. Left out: what one speaker carries on
himself (`occasions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..actors import Found
from ..actors.phrases import preposition
from ..reading import Tree
from .dates import When
from .voices import Voice

# Bodies that sit, and what they sit for.
SITTINGS = frozenset((
    "council", "parliament", "assembly", "committee", "court", "senate", "congress", "chamber", "house", "plenary", "lawmaker", "bundestag",
    "session", "meeting", "summit", "hearing", "debate", "talk", "round", "conference", "briefing", "forum", "panel", "trial",
))  # fmt: skip
# What a sitting does as a whole; all who speak then speak at it.
SITS = frozenset(("meet", "convene", "gather", "sit", "open", "begin", "debate", "hold", "discuss", "hear"))
TELLS = frozenset(("tell", "inform", "address", "brief", "answer"))
# Words across the floor.
REPLIES = frozenset(("ask", "reply", "answer", "respond", "retort", "counter", "object", "interject"))
# How many sentences after the last words at a sitting the next may come.
GAP = 3


def sit_together(doc: Tree, found: Found, voices: Sequence[Voice], days: Sequence[When]) -> None:
    """Undated statements at a dated sitting get its day."""
    starts = doc.starts
    number = {start: n for n, start in enumerate(dict.fromkeys(starts))}
    for n, day in enumerate(days):
        kind = _sitting(doc, day)
        if kind is None or (kind == "told" and any(day.start in voice.tokens for voice in voices)):
            continue
        speaker = next((v.statement.speaker for v in voices if starts[v.cue.i] == starts[day.start]), None)
        first = last = number[starts[day.start]]
        until = number[starts[days[n + 1].start]] if n + 1 < len(days) else len(number)
        for voice in voices:
            here = number[starts[voice.cue.i]]
            if here < first or _is_inside(voice, voices):
                continue
            if here - last > GAP or here >= until or (here > first and _ends(doc, found, voice)):
                break
            if kind == "told" and here > first and not _is_across(doc, voice, starts[day.start]):
                party = voice.statement.speaker
                goes_on = party is not None and speaker is not None and party.actor is not None and party.actor == speaker.actor
                last = here if goes_on else last
                continue
            last = here
            if voice.statement.date is None and _speaks_there(found, voice):
                voice.statement = replace(voice.statement, date=day.date, date_precision="day")


def _sitting(doc: Tree, day: When) -> str | None:
    """Whether a sitting was on that day by its sentence: ``met`` ("the council met on Monday"), ``told`` ("told parliament on Monday")."""
    verb = doc[day.end - 1]
    while verb.head.i != verb.i and verb.pos_ not in ("VERB", "AUX"):
        if any(child.lower_ in ("after", "before", "since", "until", "following", "ahead") for child in verb.children):
            return None
        verb = verb.head
    parts = [c for c in verb.children if c.dep_ in ("nsubj", "nsubj:pass", "obj", "iobj", "obl") and c.lemma_.lower() in SITTINGS]
    if verb.lemma_ in SITS and verb.tag_ in ("VBD", "VBN") and parts:
        return "met"
    return "told" if verb.lemma_ in TELLS and any(c.dep_ != "nsubj" and not c.text.startswith("reporter") for c in parts) else None


def _is_inside(voice: Voice, voices: Sequence[Voice]) -> bool:
    return any(voice.cue.i in other.tokens for other in voices if other is not voice)


def _ends(doc: Tree, found: Found, voice: Voice) -> bool:
    """Whether somebody speaks elsewhere, or now."""
    setting = voice.statement.setting
    elsewhere = setting is not None and not any(word in setting.lower() for word in SITTINGS)
    places = (c for c in voice.cue.children if c.dep_ == "obl" and preposition(c) == "in" and c.i < voice.cue.i and c.pos_ == "PROPN")
    return elsewhere or voice.cue.tag_ in ("VBZ", "VBP") or next(places, None) is not None


def _is_across(doc: Tree, voice: Voice, start: int) -> bool:
    """Whether it answers what was told, or is told in the same paragraph."""
    return voice.cue.lemma_ in REPLIES or "\n" not in doc.text_of(start, voice.cue.i)


def _speaks_there(found: Found, voice: Voice) -> bool:
    party = voice.statement.speaker
    actor = found.actors.get(party.actor or "") if party is not None else None
    return (
        actor is not None
        and actor.kind in ("person", "state", "organisation", "group")
        and actor.sector != "JRN"
        and not voice.statement.anonymous
    )

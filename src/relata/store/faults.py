"""Can this article be kept? What a coded article must satisfy before it is written.

In: a `Coded`. Out: sentences saying what is wrong with it, none where it is sound. Left out: repair.
These rules carry the promise that every row leads back to its words, and stand in for the foreign keys that the
schema leaves out; so they hold for every row in the ledger, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from ..records import ActorKind, Coded, Content, Event, Evidence, Hedge, Mention, Party, Place, Precision, Statement, Status, Tone

KINDS: tuple[str, ...] = get_args(ActorKind)
PRECISIONS: tuple[str | None, ...] = (None, *get_args(Precision))
HEDGES: tuple[str, ...] = get_args(Hedge)
STATUSES: tuple[str, ...] = get_args(Status)
TONES: tuple[str | None, ...] = (None, *get_args(Tone))
STATEMENT_KINDS = ("direct", "indirect", "mixed")
QUADS = (1, 2, 3, 4)


def find_faults(coded: Coded) -> list[str]:
    """What keeps this article out of the ledger: wrong spans, references into nothing, values outside their lists, broken text."""
    return [*_text_faults(coded), *_span_faults(coded), *_reference_faults(coded), *_value_faults(coded)]


def _text_faults(coded: Coded) -> Iterator[str]:
    """Half a surrogate pair is no character: it has no UTF-8 form, so no file can keep it. Rows quote the text, so it stands for them."""
    for name, value in coded.article.to_dict().items():
        if isinstance(value, str) and not _is_unicode(value):
            yield f"article {name} holds half a surrogate pair, which is no character; decode the source as UTF-8"


def _is_unicode(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _span_faults(coded: Coded) -> Iterator[str]:
    text = coded.article.text
    for where, span in _spans(coded):
        if not (0 <= span.start <= span.end <= len(text)) or text[span.start : span.end] != span.text:
            yield f"{where}: the text at {span.start}-{span.end} is not {span.text!r}"


def _spans(coded: Coded) -> Iterator[tuple[str, Mention | Party | Evidence | Content | Place]]:
    for mention in coded.mentions:
        yield f"mention of {mention.actor}", mention
    for statement in coded.statements:
        for said in (statement.speaker, statement.cue, *statement.content):
            if said is not None:
                yield f"statement {statement.id}", said
    for event in coded.events:
        for part in (event.source, event.target, event.trigger, event.evidence, event.place):
            if part is not None:
                yield f"event {event.id}", part


def _reference_faults(coded: Coded) -> Iterator[str]:
    yield from _twice("actor", [actor.id for actor in coded.actors])
    yield from _twice("statement", [statement.id for statement in coded.statements])
    yield from _twice("event", [event.id for event in coded.events])
    actors = {actor.id for actor in coded.actors}
    statements = {statement.id for statement in coded.statements}
    for where, actor in _actor_references(coded):
        if actor is not None and actor not in actors:
            yield f"{where}: no actor {actor!r} in this article"
    for statement in coded.statements:
        if statement.within is not None and (statement.within not in statements or statement.within == statement.id):
            yield f"statement {statement.id}: cannot stand within {statement.within!r}"
    for event in coded.events:
        if event.statement is not None and event.statement not in statements:
            yield f"event {event.id}: no statement {event.statement!r} in this article"


def _twice(what: str, ids: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            yield f"{what} {id_!r} stands twice"
        seen.add(id_)


def _actor_references(coded: Coded) -> Iterator[tuple[str, str | None]]:
    for mention in coded.mentions:
        yield f"mention at {mention.start}", mention.actor
    for statement in coded.statements:
        for about in statement.about:
            yield f"statement {statement.id}", about.actor
        for party in (statement.speaker, statement.addressee, *statement.chain):
            if party is not None:
                yield f"statement {statement.id}", party.actor
    for event in coded.events:
        for party in (event.source, event.target):
            if party is not None:
                yield f"event {event.id}", party.actor


def _value_faults(coded: Coded) -> Iterator[str]:
    for actor in coded.actors:
        yield from _outside(f"actor {actor.id}", "kind", actor.kind, KINDS)
    for statement in coded.statements:
        yield from _statement_values(statement)
    for event in coded.events:
        yield from _event_values(event)


def _statement_values(statement: Statement) -> Iterator[str]:
    where = f"statement {statement.id}"
    yield from _outside(where, "kind", statement.kind, STATEMENT_KINDS)
    yield from _outside(where, "hedge", statement.hedge, HEDGES)
    yield from _outside(where, "date_precision", statement.date_precision, PRECISIONS)
    for about in statement.about:
        yield from _outside(where, "tone", about.tone, TONES)


def _event_values(event: Event) -> Iterator[str]:
    where = f"event {event.id}"
    yield from _outside(where, "status", event.status, STATUSES)
    yield from _outside(where, "quad", event.quad, QUADS)
    yield from _outside(where, "date_precision", event.date_precision, PRECISIONS)
    if not 0 <= event.confidence <= 1:
        yield f"{where}: confidence {event.confidence!r} is not between 0 and 1"
    if not -10 <= event.score <= 10:
        yield f"{where}: score {event.score!r} is not between -10 and 10"


def _outside(where: str, field: str, value: object, allowed: Sequence[object]) -> Iterator[str]:
    if value not in allowed:
        yield f"{where}: {field} {value!r} is none of {', '.join(str(item) for item in allowed if item is not None)}"

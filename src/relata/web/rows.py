"""Which rows did an article become, and which words does each stand on?

Takes the contract's object of one article (`relata.records.Coded.to_dict`); gives rows ready to show, in text order, and the
spans that tie them to the text. Each row has a key that is its address on the page (``event-1``, ``statement-2``, ``actor-3``);
ids may hold any characters, keys do not. Left out on purpose: cutting the text (`marking`), HTML, plain words (`words`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .marking import Span

# From a row's id to its key, by group: "event", "statement", "actor".
Keys = Mapping[str, Mapping[str, str]]

# Kinds that are long and would drown the rest if they were lit as strongly as the words they surround.
SOFT_KINDS = frozenset({"evidence", "direct", "indirect"})


@dataclass(frozen=True, slots=True)
class Who:
    """An actor as a row names it: a name or, where nobody is resolved, the words of the text."""

    name: str
    country: str | None = None
    actor: str | None = field(default=None, metadata={"help": "The actor's id; None where unresolved"})
    words: str | None = field(default=None, metadata={"help": "What the text calls the actor, if that is not the name"})


@dataclass(frozen=True, slots=True)
class StatementRow:
    key: str
    id: str
    speaker: Who | None
    cue: str | None
    content: str
    kind: str
    hedge: str
    anonymous: bool
    date: str | None
    date_precision: str | None
    setting: str | None
    addressee: Who | None
    chain: tuple[Who, ...]
    about: tuple[tuple[Who, str | None], ...]
    within: str | None = field(metadata={"help": "Key of the statement this one is reported in"})


@dataclass(frozen=True, slots=True)
class EventRow:
    key: str
    id: str
    type: str
    modes: tuple[str, ...]
    source: Who
    target: Who | None
    symmetric: bool
    trigger: str
    date: str | None
    date_precision: str | None
    place: str | None
    quad: int
    score: float
    goldstein: float | None
    status: str
    confidence: float
    statement: str | None = field(metadata={"help": "Key of the statement that tells it; None: the outlet's own word"})
    teller: Who | None = field(metadata={"help": "Speaker of that statement"})


@dataclass(frozen=True, slots=True)
class ActorRow:
    key: str
    id: str
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    role: str | None
    n_mentions: int


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of an article, and the spans they stand on."""

    statements: tuple[StatementRow, ...]
    events: tuple[EventRow, ...]
    actors: tuple[ActorRow, ...]
    spans: tuple[Span, ...]
    keys: Keys

    def key_of(self, asked: str | None) -> str | None:
        """The key for a key, an id, or a group and an id (``event:a7-3``); None for what is not on this page."""
        if asked is None:
            return None
        group, _, row_id = asked.partition(":")
        if group in self.keys and row_id in self.keys[group]:
            return self.keys[group][row_id]
        for keys in self.keys.values():
            if asked in keys.values():
                return asked
            if asked in keys:
                return keys[asked]
        return None

    def countries(self) -> dict[str, str]:
        """Country code by key of the actor's row, for actors that have one."""
        return {actor.key: actor.country for actor in self.actors if actor.country}


def make_rows(coded: Mapping[str, Any]) -> Rows:
    """Rows and spans of one article."""
    keys = {
        group: {row["id"]: f"{group}-{number}" for number, row in enumerate(coded[group + "s"], start=1)}
        for group in ("event", "statement", "actor")
    }
    n_mentions = Counter(mention["actor"] for mention in coded["mentions"])
    names = _Names({actor["id"]: actor for actor in coded["actors"]})
    statements = {row["id"]: _statement(row, names, keys["statement"]) for row in coded["statements"]}
    return Rows(
        statements=tuple(statements.values()),
        events=tuple(_event(row, names, keys["event"], statements) for row in coded["events"]),
        actors=tuple(_actor(row, keys["actor"], n_mentions) for row in coded["actors"]),
        spans=tuple(sorted(_spans(coded, keys))),
        keys=keys,
    )


@dataclass(frozen=True, slots=True)
class _Names:
    actors: Mapping[str, Mapping[str, Any]]

    def who(self, party: Mapping[str, Any] | None) -> Who | None:
        """None for no party; an unresolved one keeps the words of the text and nothing else."""
        if party is None:
            return None
        text, actor_id = party.get("text"), party.get("actor")
        if actor_id is None:
            return Who(text or "unknown")
        actor = self.actors.get(actor_id)
        name = actor["name"] if actor else actor_id
        return Who(name, actor["country"] if actor else None, actor_id, text if text != name else None)


def _statement(row: Mapping[str, Any], names: _Names, keys: Mapping[str, str]) -> StatementRow:
    chain = (names.who(relay) for relay in row["chain"])
    about = ((names.who({"actor": subject["actor"]}), subject["tone"]) for subject in row["about"])
    return StatementRow(
        key=keys[row["id"]],
        id=row["id"],
        speaker=names.who(row["speaker"]),
        cue=row["cue"]["text"] if row["cue"] else None,
        content=" … ".join(part["text"] for part in row["content"]),
        kind=row["kind"],
        hedge=row["hedge"],
        anonymous=row["anonymous"],
        date=row["date"],
        date_precision=row["date_precision"],
        setting=row["setting"],
        addressee=names.who(row["addressee"]),
        chain=tuple(who for who in chain if who),
        about=tuple((who, tone) for who, tone in about if who),
        within=keys.get(row["within"]) if row["within"] else None,
    )


def _event(row: Mapping[str, Any], names: _Names, keys: Mapping[str, str], statements: Mapping[str, StatementRow]) -> EventRow:
    told_in = statements.get(row["statement"]) if row["statement"] else None
    return EventRow(
        key=keys[row["id"]],
        id=row["id"],
        type=row["type"],
        modes=tuple(row["modes"]),
        source=names.who(row["source"]) or Who("unknown"),
        target=names.who(row["target"]),
        symmetric=row["symmetric"],
        trigger=row["trigger"]["text"],
        date=row["date"],
        date_precision=row["date_precision"],
        place=row["place"]["name"] if row["place"] else None,
        quad=row["quad"],
        score=row["score"],
        goldstein=row["goldstein"],
        status=row["status"],
        confidence=row["confidence"],
        statement=told_in.key if told_in else None,
        teller=told_in.speaker if told_in else None,
    )


def _actor(row: Mapping[str, Any], keys: Mapping[str, str], n_mentions: Mapping[str, int]) -> ActorRow:
    sectors = (row["sector"], *row["secondary"]) if row["sector"] else tuple(row["secondary"])
    country, n = row["country"], n_mentions.get(row["id"], 0)
    return ActorRow(keys[row["id"]], row["id"], row["name"], row["kind"], country, sectors, row["role"], n)


def _spans(coded: Mapping[str, Any], keys: Keys) -> Iterable[Span]:
    for mention in coded["mentions"]:
        if mention["actor"] in keys["actor"]:
            yield _span(mention, "actor", keys["actor"][mention["actor"]])
    for statement in coded["statements"]:
        key = keys["statement"][statement["id"]]
        for kind in ("speaker", "cue"):
            if statement[kind]:
                yield _span(statement[kind], kind, key)
        for part in statement["content"]:
            yield _span(part, "direct" if part["direct"] else "indirect", key)
    for event in coded["events"]:
        for part in ("source", "target", "trigger", "place", "evidence"):
            if event[part]:
                # where both sides do the same, neither is the one to whom it is done
                kind = "side" if event["symmetric"] and part in ("source", "target") else part
                yield _span(event[part], kind, keys["event"][event["id"]])


def _span(words: Mapping[str, Any], kind: str, key: str) -> Span:
    return Span(words["start"], words["end"], kind, key)
